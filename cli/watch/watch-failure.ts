// Why files can't be watched, in our own words; nothing for any other failure.

const inotify =
  'the system can watch no more files: raise fs.inotify.max_user_watches and max_user_instances with sysctl'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: inotify,
  EMFILE: inotify,
  EACCES: "this user may not watch the config's folder",
}

export function watchFailure(failure: unknown): string | undefined {
  const { code = '', syscall } = failure as NodeJS.ErrnoException
  return syscall === 'watch' ? (reasons[code] ?? `files can't be watched: ${code}`) : undefined
}
