// The owner's name and password -> a session that runs SQL on a cluster's server, over TLS like
// everybody's. Names and texts that come from the API are quoted here and nowhere else.
import postgres from 'postgres'

export type Administrator = {
  run: (sql: string) => Promise<Record<string, unknown>[]>
  end: () => Promise<void>
}

export type Login = { name: string; password: string; port: number; database: string }

export function connectAs({ name, password, port, database }: Login): Administrator {
  const client = postgres({
    host: '127.0.0.1',
    port,
    user: name,
    password,
    database,
    ssl: { rejectUnauthorized: false },
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => {},
  })
  return {
    run: async (sql) => [...(await client.unsafe(sql))],
    end: () => client.end({ timeout: 1 }),
  }
}

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** With the escape syntax, so that backslashes mean themselves whatever the settings are. */
export const quotedText = (text: string): string =>
  `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
