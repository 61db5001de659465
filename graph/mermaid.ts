// A picture → a Mermaid flowchart, as GitHub draws it. Every text is quoted and escaped, whatever it is.
import type { Edge, Node, Picture, Shape } from './picture.ts'

export function mermaid({ region, nodes, edges }: Picture): string {
  const inPlace = (place: Node['place']) =>
    nodes.filter((node) => node.place === place).map(nodeLine)
  return [
    'flowchart LR',
    ...indented(inPlace('outside')),
    `  subgraph region[${text([`DigitalOcean, ${region}`])}]`,
    ...indented(indented(inPlace('region'))),
    `    subgraph network[${text(['private network'])}]`,
    ...indented(indented(indented(inPlace('network')))),
    '    end',
    '  end',
    ...indented(edges.map(edgeLine)),
    '',
  ].join('\n')
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

const brackets: Readonly<Record<Shape, readonly [string, string]>> = {
  person: ['([', '])'],
  name: ['[', ']'],
  box: ['[', ']'],
  machines: ['[[', ']]'],
  database: ['[(', ')]'],
  image: ['[/', '/]'],
}

function nodeLine({ id, shape, lines }: Node): string {
  const [open, close] = brackets[shape]
  return `${id}${open}${text(lines)}${close}`
}

/** Mermaid sorts by direction. What leads nowhere else is turned round, or it would stand in the way
 * of other lines. */
function edgeLine({ from, to, label, isDashed = false }: Edge): string {
  if (from === 'image') return `${to} -.->|${text([`${label} from`])}| ${from}`
  if (to === 'dns') return `dns -.->|${text(['points at'])}| ingress`
  return `${from} ${isDashed ? '-.->' : '-->'}|${text([label])}| ${to}`
}

const text = (lines: readonly string[]): string => `"${lines.map(escaped).join('<br/>')}"`

/** Mermaid's own entities; a backtick would begin Markdown. */
const escaped = (line: string): string =>
  line.replace(/\s+/g, ' ').replace(/[#"&<>`;\\]/g, (character) => `#${character.codePointAt(0)};`)
