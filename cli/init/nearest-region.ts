// The machine's time zone → the region that is probably the nearest to who works there. No more
// than a proposal: nothing here is measured, and nobody is asked over the network.

const regionsByZone: readonly (readonly [zone: RegExp, region: string])[] = [
  [/^Europe\/(London|Dublin|Lisbon|Belfast)|^Atlantic\//, 'lon1'],
  [/^Europe\/(Amsterdam|Brussels|Paris|Luxembourg)/, 'ams3'],
  [/^(Europe|Africa|Arctic)\/|^Asia\/(Jerusalem|Beirut|Istanbul|Nicosia|Baku|Tbilisi)/, 'fra1'],
  [/^Asia\/(Kolkata|Calcutta|Colombo|Karachi|Kathmandu|Dhaka|Dubai)/, 'blr1'],
  [/^(Asia|Indian)\//, 'sgp1'],
  [/^(Australia|Pacific\/(Auckland|Fiji))/, 'syd1'],
  [/^America\/(Los_Angeles|Vancouver|Tijuana|Anchorage|Phoenix)|^Pacific\//, 'sfo3'],
  [/^America\/(Toronto|Montreal|Halifax|Winnipeg)/, 'tor1'],
  [/^America\//, 'nyc3'],
]

const elsewhere = 'fra1'

export const nearestRegion = (timeZone: string): string =>
  regionsByZone.find(([zone]) => zone.test(timeZone))?.[1] ?? elsewhere
