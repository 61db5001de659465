// A cgroup -> systemd as PID 1 of namespaces of its own, on a root that is made for it; it waits for a
// line on stdin before it starts.
import { type ChildProcess, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { environment } from './systemd-commands.ts'

// Only what a service's start needs: no udev, no tmpfiles, no generators, no getty.
const stockUnits = [
  ...['sysinit', 'basic', 'sockets', 'local-fs', 'network', 'network-online', 'shutdown'].map(
    (name) => `${name}.target`,
  ),
  'systemd-journald.service',
  'systemd-journald.socket',
  'systemd-journald-dev-log.socket',
]

// $1: the node executable. /proc/sys and /sys are the host's own knobs, so only the network
// namespace's part is writable; the capabilities left out would reach the host as well. Outside a
// container systemd makes / shared by itself: a service's credentials are mounted by propagation.
const makeRoot = `set -eu
mount -t tmpfs -o mode=755 tmpfs /mnt; cd /mnt
mkdir -p usr etc/systemd/system dev home mnt opt proc root run srv sys tmp var/cache var/lib var/log var/tmp
chmod 1777 tmp var/tmp; chmod 700 root; ln -s ../run var/run
for d in bin sbin lib lib32 lib64 libx32; do
  if [ -L /$d ]; then cp -P /$d $d; elif [ -d /$d ]; then mkdir $d; mount --bind -o ro /$d $d; fi
done
mount --bind /usr usr; mount -o remount,ro,bind usr
case "$1" in /usr/*) ;; *)
  mount -t tmpfs tmpfs usr/local; mkdir usr/local/bin
  touch usr/local/bin/node; mount --bind "$1" usr/local/bin/node ;;
esac
for f in passwd group nsswitch.conf ld.so.cache alternatives ssl; do
  [ ! -e /etc/$f ] || cp -a /etc/$f etc/
done
ln -s ../usr/lib/os-release etc/os-release
echo 0123456789abcdef0123456789abcdef > etc/machine-id
echo machine > etc/hostname; echo 127.0.0.1 localhost machine > etc/hosts
printf '[Manager]\\nShowStatus=no\\n' > etc/systemd/system.conf
printf '[Journal]\\nStorage=volatile\\nRateLimitBurst=0\\nReadKMsg=no\\n' > etc/systemd/journald.conf
for u in ${stockUnits.join(' ')}; do cp /usr/lib/systemd/system/$u etc/systemd/system/; done
printf '[Unit]\\nRequires=basic.target\\nWants=systemd-journald.service\\nAfter=basic.target systemd-journald.service\\n' > etc/systemd/system/default.target
mount -t proc -o nosuid,nodev,noexec proc proc
mount --bind proc/sys proc/sys; mount -o remount,ro,bind proc/sys
mount --bind proc/sys/net proc/sys/net; mount -o remount,rw,bind proc/sys/net
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs sys
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755,nosuid tmpfs dev; mkdir dev/pts dev/shm
for n in null zero full random urandom tty; do cp -a /dev/$n dev/; done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts; ln -s pts/ptmx dev/ptmx
for n in '/fd fd' '/fd/0 stdin' '/fd/1 stdout' '/fd/2 stderr'; do set -- $n; ln -s /proc/self$1 dev/$2; done
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mkdir mnt/old; pivot_root . mnt/old; cd /; umount -l mnt/old; rmdir mnt/old; mount --make-rshared /
echo ready; read go
exec env -i container=test PATH="$PATH" SYSTEMD_UNIT_PATH=/etc/systemd/system:/run/systemd/system \\
  SYSTEMD_GENERATOR_PATH=/nowhere SYSTEMD_LOG_TARGET=journal \\
  setpriv --bounding-set -sys_module,-sys_rawio,-sys_time,-sys_boot /usr/lib/systemd/systemd --system </dev/null`

// Two parent-death signals make a chain from this process to PID 1 inside: setpriv's, which `exec`
// hands on to unshare, and --kill-child's. A shell that waited between them would break it.
export function spawnMachine(cgroup: string): ChildProcess {
  const unshare = 'unshare --pid --cgroup --ipc --net --uts --mount --propagation private'
  const enter = `echo $$ > "$0/cgroup.procs" && exec ${unshare} --fork --kill-child sh -c "$@"`
  const script = [enter, cgroup, makeRoot, 'sh', fs.realpathSync(process.execPath)]
  return spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-c', ...script], {
    env: environment,
    stdio: 'pipe',
  })
}
