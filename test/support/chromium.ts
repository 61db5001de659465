// A real Chromium, told over a pipe what to open: at any width, in light or dark, asked for what a page
// has become, or for its picture.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { type Need, program } from './tools.ts'

export const chromiumNeed: Need = program('chromium')

export type Look = {
  url: string
  width: number
  height?: number
  scheme: 'light' | 'dark'
  /** Of a picture; default 1. */
  scale?: number
}

export type Chromium = {
  /** The value of an expression in the page, once its scripts have run; promises are waited for. */
  ask: <Value>(look: Look, expression: string) => Promise<Value>
  /** The whole page, or the first element that a selector finds, as a PNG. */
  picture: (look: Look, selector?: string, ready?: string) => Promise<Buffer>
  close: () => Promise<void>
}

type Params = Readonly<Record<string, unknown>>
// What the protocol answers; each caller knows what it asked for.
// biome-ignore lint/suspicious/noExplicitAny: the protocol has no types here
type Answer = any
type Send = (method: string, params?: Params, session?: string) => Promise<Answer>

export function startChromium(): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'immuc-chromium-'))
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars']
  const child = spawn(
    'chromium',
    [...words, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise<void>((settle) => child.once('close', () => settle()))
  const { send, waitFor } = protocol(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const opened = async ({ url, width, height = 800, scheme }: Look) => {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
    const tell = (method: string, params?: Params) => send(method, params, sessionId)
    await tell('Page.enable')
    const size = { width, height, deviceScaleFactor: 1, mobile: width < 500 }
    await tell('Emulation.setDeviceMetricsOverride', size)
    const features = [{ name: 'prefers-color-scheme', value: scheme }]
    await tell('Emulation.setEmulatedMedia', { features })
    const loaded = waitFor('Page.loadEventFired', sessionId)
    await tell('Page.navigate', { url })
    await loaded
    const value = async (expression: string) => {
      const how = { expression, awaitPromise: true, returnByValue: true }
      const { result, exceptionDetails } = await tell('Runtime.evaluate', how)
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
      return result.value
    }
    await value('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    return { tell, value, close: () => send('Target.closeTarget', { targetId }) }
  }
  return {
    ask: async (look, expression) => {
      const page = await opened(look)
      const value = await page.value(expression)
      await page.close()
      return value
    },
    picture: async (look, selector = 'html', ready = '0') => {
      const page = await opened(look)
      await page.value(ready)
      const clip = { ...(await page.value(boxOf(selector))), scale: look.scale ?? 1 }
      const how = { format: 'png', captureBeyondViewport: true, clip }
      const { data } = await page.tell('Page.captureScreenshot', how)
      await page.close()
      return Buffer.from(data, 'base64')
    },
    close: async () => {
      child.kill()
      await ended
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

const boxOf = (selector: string): string => `(() => {
  const { x, y, width, height } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()
  return { x: x + scrollX, y: y + scrollY, width, height }
})()`

type Message = {
  id?: number
  method?: string
  sessionId?: string
  result?: Answer
  error?: { message: string }
}

/** Messages are JSON with a NUL behind each. */
function protocol(to: Writable, from: Readable) {
  const asked = new Map<number, (message: Message) => void>()
  const awaited = new Map<string, () => void>()
  let count = 0
  let rest = ''
  from.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const message: Message = JSON.parse(part)
      if (message.id !== undefined) asked.get(message.id)?.(message)
      else awaited.get(`${message.method} ${message.sessionId}`)?.()
    }
  })
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((settle, fail) => {
      count += 1
      asked.set(count, ({ result = {}, error }) =>
        error ? fail(new Error(`${method}: ${error.message}`)) : settle(result),
      )
      to.write(`${JSON.stringify({ id: count, method, params, sessionId })}\0`)
    })
  const waitFor = (method: string, session: string) =>
    new Promise<void>((settle) => awaited.set(`${method} ${session}`, settle))
  return { send, waitFor }
}
