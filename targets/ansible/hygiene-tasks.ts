// The last tasks: what the image consists of is noted, and what belongs to the build machine leaves the image, so that no two machines share
// a key or an identity and nobody who could log in to the builder can log in to them.
import type { Task } from './install-tasks.ts'

const absent = (name: string, paths: string[]): Task => ({
  name,
  'ansible.builtin.file': { path: '{{ item }}', state: 'absent' },
  loop: paths,
})

export const hygieneTasks: readonly Task[] = [
  {
    name: 'List the packages of the image, with their versions',
    'ansible.builtin.command': { cmd: 'dpkg-query --show' },
    register: 'packages_of_the_image',
    changed_when: false,
  },
  {
    name: "Keep the list beside Packer's manifest",
    'ansible.builtin.copy': {
      content: '{{ packages_of_the_image.stdout }}\n',
      dest: '{{ playbook_dir }}/../packer/packages.txt',
      mode: '0644',
    },
    delegate_to: 'localhost',
    become: false,
  },
  {
    name: 'Empty the package cache',
    'ansible.builtin.apt': { autoremove: true, clean: true, lock_timeout: 600 },
  },
  {
    name: "Forget the build machine's first boot",
    'ansible.builtin.command': { cmd: 'cloud-init clean --logs' },
    changed_when: true,
  },
  {
    // A missing id, or the word "uninitialized", would make systemd apply every preset at boot.
    name: 'Leave an empty machine id, which every machine fills at its first boot',
    'ansible.builtin.copy': {
      content: '',
      dest: '/etc/machine-id',
      owner: 'root',
      group: 'root',
      mode: '0444',
    },
  },
  absent('Remove its random seed and its shell history', [
    '/var/lib/systemd/random-seed',
    '/root/.bash_history',
    '/root/.viminfo',
    '/root/.wget-hsts',
  ]),
  {
    // Otherwise journald would begin a new file in the place of the one that is removed.
    name: 'Let the journal of the build machine end on its disk',
    'ansible.builtin.command': { cmd: 'journalctl --relinquish-var' },
    changed_when: true,
  },
  {
    name: 'List what else it left: host keys, keys that could log in, histories, logs',
    'ansible.builtin.find': {
      paths: ['/etc/ssh', '/home', '/var/log'],
      patterns: ['ssh_host_*', 'authorized_keys', '.*_history', '*.gz', '*.[0-9]', '*.journal*'],
      recurse: true,
      hidden: true,
    },
    register: 'leftovers',
  },
  {
    name: 'Remove it',
    'ansible.builtin.file': { path: '{{ item.path }}', state: 'absent' },
    loop: '{{ leftovers.files }}',
    loop_control: { label: '{{ item.path }}' },
  },
  // The connection that this play runs over was opened with this key, and the folder is Ansible's own.
  absent('Remove the keys that could log in as root, last of all', [
    '/root/.ansible',
    '/root/.ssh/authorized_keys',
  ]),
]
