// `app.deploy.example.com`, or a URL with that host → the DNS zone and the record in it. Which part
// is the zone is a guess that the config's comment asks to look at.

/** Under these, a registry sells the third label. */
const registries = /^(co|com|org|net|ac|gov|edu|gob|or|ne)\.[a-z]{2}$/

export function splitDomain(name: string): { zone: string; record: string } {
  const [first = '', ...rest] = hostOf(name).split('.')
  const isApex = rest.length < 2 || registries.test(rest.join('.'))
  return isApex
    ? { zone: [first, ...rest].join('.'), record: '@' }
    : { zone: rest.join('.'), record: first }
}

const hostOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '')
    .replace(/\.$/, '')
