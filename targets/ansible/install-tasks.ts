// A service → the tasks that install it: system packages, the app, its unit.
import type { Service } from '../../compiler/model/system.ts'
import type { Yaml } from '../../compiler/serialize/yaml.ts'

export type Task = { name: string; [key: string]: Yaml }

export const installTasks = (service: Service): Task[] => [
  waitForFirstBoot,
  timersOff,
  aptWaits,
  upgrade,
  ...packages(service),
  folder(service),
  app(service),
  unit(service),
  ...unprivilegedPort(service),
  noPasswords,
  enabled(service),
]

const root = { owner: 'root', group: 'root' }

const waitForFirstBoot: Task = {
  name: "Wait for the build machine's own first boot to finish",
  'ansible.builtin.command': { cmd: 'cloud-init status --wait' },
  register: 'first_boot',
  changed_when: false,
  // 2 is done, with warnings of the base image's own.
  failed_when: 'first_boot.rc not in [0, 2]',
}

const timersOff: Task = {
  name: 'Let nothing change a machine after it was built',
  'ansible.builtin.systemd': { name: '{{ item }}', masked: true, state: 'stopped' },
  loop: ['apt-daily.timer', 'apt-daily-upgrade.timer'],
}

// An update of the base image's own may be under way. Before ansible-core 2.19 `lock_timeout` waits
// for the lock on apt's lists only.
const aptWaits: Task = {
  name: 'Let apt wait for an update that has begun',
  'ansible.builtin.copy': {
    content: 'DPkg::Lock::Timeout "600";\n',
    dest: '/etc/apt/apt.conf.d/60-wait-for-lock',
    ...root,
    mode: '0644',
  },
}

const upgrade: Task = {
  name: 'Bring the base image up to date',
  'ansible.builtin.apt': { update_cache: true, upgrade: 'dist', lock_timeout: 600 },
}

const packages = ({ packages: names }: Service): Task[] =>
  names.length === 0
    ? []
    : [
        {
          name: 'Install the packages that the app needs',
          'ansible.builtin.apt': {
            name: [...names],
            state: 'present',
            install_recommends: false,
            lock_timeout: 600,
          },
        },
      ]

const folder = ({ name }: Service): Task => ({
  name: `Create the folder of ${name}`,
  'ansible.builtin.file': { path: `/opt/${name}`, state: 'directory', ...root, mode: '0755' },
})

function app({ name, binary }: Service): Task {
  const place = { dest: `/opt/${name}/${name}`, ...root, mode: '0755' }
  if (binary.from === 'file') {
    return { name: `Copy ${name}`, 'ansible.builtin.copy': { src: name, ...place } }
  }
  return {
    name: `Download ${name}`,
    'ansible.builtin.get_url': {
      url: binary.url,
      ...(binary.sha256 !== undefined && { checksum: `sha256:${binary.sha256}` }),
      ...place,
    },
  }
}

const unit = ({ name }: Service): Task => ({
  name: `Install the unit of ${name}`,
  'ansible.builtin.copy': {
    src: `${name}.service`,
    dest: `/etc/systemd/system/${name}.service`,
    ...root,
    mode: '0644',
  },
})

const firstUnprivilegedPort = 1024

/** The app has no capability to bind a low port, so the kernel lets everyone bind this one. */
const unprivilegedPort = ({ name, port }: Service): Task[] =>
  port >= firstUnprivilegedPort
    ? []
    : [
        {
          name: `Let ${name} listen on port ${port} without rights`,
          'ansible.builtin.copy': {
            content: `net.ipv4.ip_unprivileged_port_start = ${port}\n`,
            dest: `/etc/sysctl.d/60-${name}.conf`,
            ...root,
            mode: '0644',
          },
        },
      ]

const noPasswords: Task = {
  name: 'Let nobody log in with a password',
  'ansible.builtin.copy': {
    content: 'PasswordAuthentication no\nKbdInteractiveAuthentication no\n',
    // sshd takes the first value it meets, and reads this folder in order.
    dest: '/etc/ssh/sshd_config.d/00-no-passwords.conf',
    ...root,
    mode: '0644',
  },
}

const enabled = ({ name }: Service): Task => ({
  name: `Start ${name} at the first boot of every machine made from the image`,
  'ansible.builtin.systemd': { name, enabled: true, daemon_reload: true },
})
