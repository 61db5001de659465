// The provider block's arguments, the options of whoever serves the provider and the environment →
// the account that requests go to. An argument wins over an option, an option over the environment.
import type { Account } from './api-client.ts'
import { text } from './given.ts'
import type { Attributes, Value } from './value.ts'

export type ProviderOptions = {
  /** Where the API is when the provider block does not say: by default DIGITALOCEAN_API_URL. */
  readonly apiUrl?: string | undefined
  /** By default DIGITALOCEAN_TOKEN of this process, not of Terraform's. */
  readonly token?: string | undefined
  /** Milliseconds between two looks at what is awaited, in place of the real provider's pauses. */
  readonly pollMs?: number | undefined
}

const { env } = process

export function accountOf(
  given: Attributes,
  { apiUrl, token, pollMs }: ProviderOptions,
  terraformVersion = '',
): Account {
  const least = seconds(given.http_retry_wait_min, env.DIGITALOCEAN_HTTP_RETRY_WAIT_MIN, 1)
  return {
    apiUrl:
      text(given.api_endpoint) ??
      apiUrl ??
      env.DIGITALOCEAN_API_URL ??
      'https://api.digitalocean.com',
    token:
      text(given.token) ?? token ?? env.DIGITALOCEAN_TOKEN ?? env.DIGITALOCEAN_ACCESS_TOKEN ?? '',
    userAgent: `Terraform/${terraformVersion}`,
    retries: number(given.http_retry_max, env.DIGITALOCEAN_HTTP_RETRY_MAX, 4),
    pauseMs: {
      least: pollMs ?? least,
      most: seconds(given.http_retry_wait_max, env.DIGITALOCEAN_HTTP_RETRY_WAIT_MAX, 30),
    },
  }
}

function number(given: Value | undefined, environment: string | undefined, usual: number): number {
  if (typeof given === 'number') return given
  return environment ? Number(environment) : usual
}

const seconds = (...from: Parameters<typeof number>): number => number(...from) * 1_000
