// The least that a health check over a database can be: node:http and `postgres` with its defaults,
// over TLS as the app. No deadline, no drain, no log, no release, any path.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'

const { DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME } = process.env

const sql = postgres({
  host: String(DB_HOST),
  port: Number(DB_PORT),
  user: String(DB_USER),
  password: String(DB_PASSWORD),
  database: String(DB_NAME),
  ssl: 'require',
})

const server = createServer(async (_, response) => {
  await sql`SELECT NOW()`
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"health":"passing"}\n')
})

server.listen(0, () => {
  const { port } = server.address() as AddressInfo
  console.log(JSON.stringify({ message: 'listening', port }))
})
