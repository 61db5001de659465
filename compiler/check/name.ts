// The app's name is no name that the system or the database has already given away.
import { error } from '../model/diagnostic.ts'
import type { Check } from './check.ts'

/** Units, users or folders of the base images. */
const ofTheSystem =
  /^(ssh|sshd|cron|dbus|getty|cloud-.*|systemd-.*|apt-.*|networking|network-online|rsyslog|snapd.*|ufw|chrony|rescue|emergency|digitalocean|droplet-agent|do-agent|unattended-upgrades)$/
/** PostgreSQL's roles and databases, and those of the managed cluster. */
const ofTheDatabase = /^(postgres|doadmin|defaultdb|template0|template1|public|none|pg-.*)$/

export const checkName: Check = ({ app: { name } }, { database }) => {
  const owner = ofTheSystem.test(name)
    ? 'the operating system'
    : database !== undefined && ofTheDatabase.test(name)
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
