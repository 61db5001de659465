// How a database is reached, as the API shows it → attributes. The URI carries the password of the
// state, because later answers of the API may leave it out.
import { text } from '../given.ts'
import type { Attributes } from '../value.ts'

export type Connection = {
  uri: string
  database: string
  host: string
  port: number
  user: string
  password: string
}

/** `password` is what the state knows, for an answer that has none. */
export function connectionAttributes(
  password: string | undefined,
  open: Connection | null | undefined,
  inside: Connection | null | undefined,
): Attributes {
  const secret = text(open?.password) ?? password
  return {
    ...(open && {
      host: open.host,
      port: open.port,
      uri: withPassword(open, secret),
      database: open.database,
      user: open.user,
      ...(secret !== undefined && { password: secret }),
    }),
    ...(inside && { private_host: inside.host, private_uri: withPassword(inside, secret) }),
  }
}

function withPassword({ uri, user }: Connection, password = ''): string {
  if (uri === '') return ''
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return uri.replace(
    /^([a-z]+:\/\/)(?:[^@/]*@)?/,
    (_, scheme: string) => `${scheme}${credentials}@`,
  )
}
