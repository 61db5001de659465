// What a handler answers. A refusal is thrown as an ApiRefusal and becomes the body that the API
// documents: { id, message, request_id }.

export type Reply = { status: number; body?: Record<string, unknown> }

export const ok = (body: Record<string, unknown>): Reply => ({ status: 200, body })
export const created = (body: Record<string, unknown>): Reply => ({ status: 201, body })
export const accepted = (body: Record<string, unknown>): Reply => ({ status: 202, body })
export const noContent: Reply = { status: 204 }

const names: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'precondition_failed',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
  500: 'server_error',
  503: 'service_unavailable',
}

export class ApiRefusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const errorBody = (status: number, message: string, requestId: string) => ({
  id: names[status] ?? 'error',
  message,
  request_id: requestId,
})

export const badRequest = (message: string) => new ApiRefusal(400, message)
export const forbidden = (message: string) => new ApiRefusal(403, message)
export const conflict = (message: string) => new ApiRefusal(409, message)
export const unprocessable = (message: string) => new ApiRefusal(422, message)
export const notFound = (message = 'The resource you were accessing could not be found.') =>
  new ApiRefusal(404, message)

/** The value, or the API's 404. */
export function found<T>(value: T | undefined, message?: string): T {
  if (value === undefined) throw notFound(message)
  return value
}
