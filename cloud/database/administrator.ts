// The owner's name and password -> a session that runs SQL on a cluster's server, over TLS like
// everybody's. Names and texts that come from the API are quoted here and nowhere else.
import { connect } from 'node:net'
import postgres from 'postgres'

export type Administrator = {
  run: (sql: string) => Promise<Record<string, unknown>[]>
  end: () => Promise<void>
}

export type Login = { name: string; password: string; port: number; database: string }

export function connectAs(login: Login): Administrator {
  const client = postgres(optionsFor(login))
  return {
    run: async (sql) => [...(await client.unsafe(sql))],
    end: () => client.end({ timeout: 1 }),
  }
}

const optionsFor = ({ name, password, port, database }: Login) => ({
  host: '127.0.0.1',
  port,
  user: name,
  password,
  database,
  // An option that the types don't know. The client's own socket would wait 40 ms amid the login, for an
  // acknowledgement that the system delays.
  socket: () => connect({ host: '127.0.0.1', port, noDelay: true }),
  ssl: { rejectUnauthorized: false },
  max: 1,
  fetch_types: false,
  connect_timeout: 10,
  onnotice: () => {},
})

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** With the escape syntax, so that backslashes mean themselves whatever the settings are. */
export const quotedText = (text: string): string =>
  `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
