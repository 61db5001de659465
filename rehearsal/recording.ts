// What a rehearsal saw, as data. The table, the JSON output and the report page are made of it alone.

export type Recording = {
  app: string
  /** The user's own artifact, or the demo app under the user's settings where that can't run here. */
  artifact: 'own' | 'demo'
  provider: 'real' | 'stand-in'
  terraformVersion: string
  /** Emulated seconds in a second. */
  speed: number
  requestsPerSecond: number
  rollouts: readonly Rollout[]
}

export type Rollout = {
  scenario: string
  title: string
  before: Fleet
  after: Fleet
  /** What was applied did what it should: a bad release is to be refused. */
  wentAsExpected: boolean
  /** What terraform said in the end, where it refused. */
  refusal?: string
  /** Emulated, from the start of `terraform apply` to its end. */
  durationMs: number
  requests: readonly Request[]
  moments: readonly Moment[]
  /** In words, where this machine did not keep up: a loss may be the machine's and not the rollout's. */
  tooSlow?: string
}

export type Fleet = { version: string; release?: string; instances: number }

export type Request = {
  /** Emulated, since the start of `terraform apply`; below 0 before it. */
  atMs: number
  /** Real, as the client saw it. */
  tookMs: number
  /** 0: no answer. */
  status: number
  fault?: string
  /** As the answer's X-Release says. */
  release?: string
  connection: 'new' | 'kept'
  /** A long one is on its way to the app for 5 emulated seconds. */
  length: 'short' | 'long'
  /** A kept connection was closed before the answer began, and the request sent again on a new one. */
  retried?: true
}

/** Something that terraform or the cloud did, or began and ended. */
export type Moment = {
  atMs: number
  untilMs?: number
  source: 'terraform' | 'cloud'
  /** A resource's address, or a name in the cloud. */
  subject: string
  what: string
  release?: string
}
