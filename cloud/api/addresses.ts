// IPv4 ranges in CIDR notation -> the addresses in them, and whether two ranges overlap.

export type Range = { first: number; size: number }

export function parseRange(cidr: string): Range | undefined {
  const match = cidr.match(/^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\/(\d{1,2})$/)
  const [address, bits] = [match?.[1], Number(match?.[2])]
  if (address === undefined || bits > 32 || toNumber(address) === undefined) return undefined
  const size = 2 ** (32 - bits)
  return { first: Math.floor((toNumber(address) ?? 0) / size) * size, size }
}

export function toNumber(address: string): number | undefined {
  const parts = address.split('.').map(Number)
  const valid = parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
  return valid ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined
}

export const toAddress = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')

/** 255.255.240.0 for a /20. */
export const netmask = (cidr: string): string =>
  toAddress(2 ** 32 - (parseRange(cidr)?.size ?? 4096))

export const overlap = (a: Range, b: Range): boolean =>
  a.first < b.first + b.size && b.first < a.first + a.size

/** A host address chosen by a number; the network, gateway and broadcast addresses are left out. */
export function addressAt(cidr: string, number: number): string {
  const range = parseRange(cidr)
  if (!range) throw new Error(`${cidr} is not a range of IPv4 addresses`)
  return toAddress(range.first + 2 + (number % Math.max(1, range.size - 3)))
}

/** The lowest free address of a range first. */
export function addressPool(cidr: string) {
  const used = new Set<string>()
  return {
    use: (address: string) => void used.add(address),
    give: (address: string) => void used.delete(address),
    take: (): string => {
      let number = 0
      while (used.has(addressAt(cidr, number))) number += 1
      const address = addressAt(cidr, number)
      used.add(address)
      return address
    },
  }
}
