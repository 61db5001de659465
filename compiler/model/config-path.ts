// The way from a config's root to one of its values.

export type ConfigPath = readonly (string | number)[]

/** `['app', 'env', 'A B', 0]` → `app.env["A B"][0]`. */
export function pathText(path: ConfigPath): string {
  return path.map((step, index) => stepText(step, index === 0)).join('')
}

function stepText(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `[${JSON.stringify(step)}]`
  return first ? step : `.${step}`
}

/** The value at a path, or undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  )
}
