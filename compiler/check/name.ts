// The app's name is no name that the system or the database has already given away.
import { error } from '../model/diagnostic.ts'
import type { Check } from './check.ts'

type Taken = { names: string; prefixes: readonly string[] }

/** Units, users or folders of the base images. */
const byTheSystem: Taken = {
  names:
    'ssh sshd cron dbus getty networking network-online rsyslog ufw chrony rescue emergency digitalocean ' +
    'droplet-agent do-agent unattended-upgrades',
  prefixes: ['cloud-', 'systemd-', 'apt-', 'snapd'],
}
/** PostgreSQL's roles and databases, and those of the managed cluster. */
const byTheDatabase: Taken = {
  names: 'postgres doadmin defaultdb template0 template1 public none',
  prefixes: ['pg-'],
}

const isTaken = (name: string, { names, prefixes }: Taken): boolean =>
  names.split(' ').includes(name) || prefixes.some((prefix) => name.startsWith(prefix))

export const checkName: Check = ({ app: { name } }, { database }) => {
  const owner = isTaken(name, byTheSystem)
    ? 'the operating system'
    : database !== undefined && isTaken(name, byTheDatabase)
      ? 'the database cluster'
      : undefined
  if (owner === undefined) return []
  return [
    error('name-reserved', ['app', 'name'], `the name \`${name}\` is taken by ${owner}`, {
      label: 'the app needs a name of its own',
      help: `choose another one, such as \`${name}-app\``,
    }),
  ]
}
