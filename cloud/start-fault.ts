// What keeps a cloud from starting, in words for who started it, with the way out. Anything else that
// is thrown is a mistake of ours.

export class StartFault extends Error {}

type SystemError = Error & { code: string; syscall?: string; address?: string; port?: number }

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && 'syscall' in error

const reasons: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'a folder in its path does not exist and cannot be made',
}

/** The message for an error of starting a cloud; undefined for one that nobody expects. */
export function startFaultText(error: unknown, stateFolder: string): string | undefined {
  if (error instanceof StartFault) return error.message
  if (error instanceof Error && error.name === 'BakeFault') return error.message
  if (!isSystemError(error)) return undefined
  const { code, address = '', port } = error
  if (port !== undefined) return portText(code, `${address}:${port}`, address === '127.0.0.1')
  const reason = reasons[code]
  if (reason === undefined) return undefined
  return `can't write into the state folder ${stateFolder}: ${reason}. Choose another with --state FOLDER`
}

function portText(code: string, place: string, isApi: boolean): string | undefined {
  const option = isApi ? '--port' : '--name-server-port'
  if (code === 'EADDRINUSE') {
    return `something listens at ${place} already, maybe another cloud. Stop it, or choose another port with ${option} N${isApi ? '; 0 is any free one' : ''}`
  }
  if (code === 'EACCES')
    return `only root may listen at ${place}. Choose a port above 1023 with ${option} N`
  return undefined
}
