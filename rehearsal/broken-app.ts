// Ways in which a release never gets healthy -> an app that fails in that way, as one file that Node.js
// runs.

export type Breakage = 'crashes' | 'answers-500' | 'hangs' | 'wrong-port'

const programs: Readonly<Record<Breakage, string>> = {
  crashes: `console.error('cannot start'); process.exit(1)`,
  'answers-500': `require('node:http').createServer((request, response) => {
  response.writeHead(500).end()
}).listen(process.env.PORT)`,
  hangs: `require('node:net').createServer((socket) => {
  socket.on('error', () => {}).resume()
}).listen(process.env.PORT)`,
  'wrong-port': `require('node:http').createServer((request, response) => {
  response.writeHead(200).end()
}).listen(0)`,
}

export const breakages = Object.keys(programs) as Breakage[]

export const brokenApp = (breakage: Breakage): Uint8Array =>
  Buffer.from(`#!/usr/bin/env node\n'use strict'\n${programs[breakage]}\n`)
