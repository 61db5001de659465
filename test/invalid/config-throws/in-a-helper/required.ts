export function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw `${name} is not set` // as the shell says it
  return value
}
