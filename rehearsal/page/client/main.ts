// The report page's own program: brings the timelines to life. It is bundled into the page.
import { hideDetails } from './details.ts'
import { startLanes } from './lanes.ts'
import { startPlot } from './requests-plot.ts'

for (const timeline of document.querySelectorAll<HTMLElement>('.timeline')) startPlot(timeline)
for (const group of document.querySelectorAll<HTMLElement>('.lanes')) startLanes(group)

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hideDetails()
})
