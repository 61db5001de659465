// What one key of the config does to each target: the fragment, and side by side every line that
// goes and comes. A line that is missing here, or one too many, is a fault. Here: the keys of `app`, and the
// version.
import { suite } from 'uvu'
import { testChanges } from './support/changes.ts'

const test = suite('targets: app')

testChanges(test, [
  {
    name: 'a port below 1024',
    fragment: { app: { port: 80 } },
    expected: {
      'ansible/files/shop.service': ['- Environment=PORT=8080', '+ Environment=PORT=80'],
      'ansible/playbook.yml': [
        '+ - name: Let shop listen on port 80 without rights',
        '+ content: "net.ipv4.ip_unprivileged_port_start = 80\\n"',
        '+ dest: /etc/sysctl.d/60-shop.conf',
        '+ mode: "0644"',
        '+ ansible.builtin.copy:',
        '+ owner: root',
        '+ group: root',
      ],
      'terraform/ingress.tf.json': [
        '- "entry_port": 8080',
        '- "target_port": 8080',
        '- "port": 8080',
        '+ "entry_port": 80',
        '+ "target_port": 80',
        '+ "port": 80',
      ],
      'terraform/network.tf.json': [
        '- "port_range": "8080"',
        '- "port_range": "8080"',
        '+ "port_range": "80"',
        '+ "port_range": "80"',
      ],
      'terraform/outputs.tf.json': [
        '- "value": "http://${terraform_data.entry_answers.output}:8080"',
        '+ "value": "http://${terraform_data.entry_answers.output}"',
      ],
      'terraform/rollout.tf.json': [
        '- "URL": "http://${self.input}:8080/health/check"',
        '- "URL": "http://${self.input}:8080/health/check"',
        '- "URL": "http://${self.input}:8080/health/check"',
        '+ "URL": "http://${self.input}:80/health/check"',
        '+ "URL": "http://${self.input}:80/health/check"',
        '+ "URL": "http://${self.input}:80/health/check"',
      ],
    },
  },
  {
    name: 'a health path and a longer drain',
    fragment: { app: { health: { path: '/up', drainSeconds: 30 } } },
    expected: {
      'ansible/files/shop.service': [
        '- Environment=DRAIN_SECONDS=15',
        '- TimeoutStopSec=30',
        '+ Environment=DRAIN_SECONDS=30',
        '+ TimeoutStopSec=45',
      ],
      'terraform/droplets.tf.json': ['- "delete": "255s"', '+ "delete": "270s"'],
      'terraform/ingress.tf.json': ['- "path": "/health/check"', '+ "path": "/up"'],
      'terraform/rollout.tf.json': [
        '- "URL": "http://${self.input}:8080/health/check"',
        '- "URL": "http://${self.input}:8080/health/check"',
        '- "DRAIN_SECONDS": "45"',
        '- "URL": "http://${self.input}:8080/health/check"',
        '+ "URL": "http://${self.input}:8080/up"',
        '+ "URL": "http://${self.input}:8080/up"',
        '+ "DRAIN_SECONDS": "60"',
        '+ "URL": "http://${self.input}:8080/up"',
      ],
    },
  },
  {
    name: 'a slower health check',
    fragment: {
      app: {
        health: {
          intervalSeconds: 20,
          timeoutSeconds: 10,
          healthyThreshold: 2,
          unhealthyThreshold: 5,
          startupSeconds: 600,
        },
      },
    },
    expected: {
      'terraform/ingress.tf.json': [
        '- "check_interval_seconds": 10',
        '- "response_timeout_seconds": 5',
        '- "healthy_threshold": 3',
        '- "unhealthy_threshold": 3',
        '+ "check_interval_seconds": 20',
        '+ "response_timeout_seconds": 10',
        '+ "healthy_threshold": 2',
        '+ "unhealthy_threshold": 5',
      ],
      'terraform/rollout.tf.json': [
        '- "STARTUP_SECONDS": "300"',
        '- "TIMEOUT_SECONDS": "5"',
        '- "STARTUP_SECONDS": "300"',
        '- "TIMEOUT_SECONDS": "5"',
        '- "WARM_SECONDS": "60"',
        '- "STARTUP_SECONDS": "300"',
        '- "TIMEOUT_SECONDS": "5"',
        '+ "STARTUP_SECONDS": "600"',
        '+ "TIMEOUT_SECONDS": "10"',
        '+ "STARTUP_SECONDS": "600"',
        '+ "TIMEOUT_SECONDS": "10"',
        '+ "WARM_SECONDS": "70"',
        '+ "STARTUP_SECONDS": "600"',
        '+ "TIMEOUT_SECONDS": "10"',
      ],
    },
  },
  {
    name: 'an environment variable',
    fragment: { app: { env: { GREETING: 'say "${hi}"' } } },
    expected: {
      'terraform/environment.tf.json': [
        '- "settings": {}',
        '+ "settings": {',
        '+ "GREETING": "say \\"$${hi}\\""',
      ],
    },
  },
  {
    name: 'a secret',
    fragment: { app: { env: { KEY: { secret: true } } } },
    expected: {
      'terraform/environment.tf.json': [
        '- "secrets": {}',
        '+ "secrets": {',
        '+ "KEY": "${var.secret_key}"',
      ],
      'terraform/variables.tf.json': [
        '+ "secret_key": {',
        '+ "//": "app.env.KEY"',
        '+ "description": "Value of the environment variable KEY."',
        '+ "type": "string"',
        '+ "sensitive": true',
        '+ "nullable": false',
        '+ "validation": [',
        '+ "condition": "${!can(regex(\\"[\\\\\\\\x00\\\\\\\\x{fdd0}-\\\\\\\\x{fdef}\\\\\\\\x{fffe}\\\\\\\\x{ffff}]\\", var.secret_key))}"',
        '+ "error_message": "KEY contains a character that systemd does not pass on; encode it, with base64 for example."',
      ],
    },
  },
  {
    name: 'packages',
    fragment: { app: { packages: ['nodejs', 'libpq5=17.2-1'] } },
    expected: {
      'ansible/playbook.yml': [
        '+ - name: Install the packages that the app needs',
        '+ name:',
        '+ - nodejs',
        '+ - libpq5=17.2-1',
        '+ state: present',
        '+ install_recommends: false',
        '+ ansible.builtin.apt:',
        '+ lock_timeout: 600',
      ],
    },
  },
  {
    name: 'a command',
    fragment: { app: { command: ['/usr/bin/node', '--title', 'a b'] } },
    expected: {
      'ansible/files/shop.service': [
        '- ExecStart=/opt/shop/shop',
        '+ ExecStart=/usr/bin/node --title "a b"',
      ],
    },
  },
  {
    name: 'a version',
    fragment: { version: 'v2' },
    expected: {
      'ansible/files/shop.service': ['- Description=shop v1', '+ Description=shop v2'],
      'packer/image.pkr.json': [
        '- "snapshot_name": "shop-v1-DIGEST"',
        '+ "snapshot_name": "shop-v2-DIGEST"',
      ],
      'terraform/image.tf.json': [
        '- "image_name": "shop-v1-DIGEST"',
        '+ "image_name": "shop-v2-DIGEST"',
      ],
    },
  },
])

test.run()
