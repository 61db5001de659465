// What the DigitalOcean provider documents for 2.95, of the types that immuc writes: the arguments
// and blocks that it takes, and the attributes that it computes. Nothing newer stands here.

export type ProviderType = {
  required: readonly string[]
  optional: readonly string[]
  blocks: Readonly<Record<string, ProviderBlock>>
  timeouts: readonly string[]
  computed: readonly string[]
  /** Computed, and hidden from a plan. */
  sensitive: readonly string[]
}

export type ProviderBlock = { required: readonly string[]; optional: readonly string[] }

const words = (text = '') => text.split(' ').filter((word) => word !== '')

type Words = { [key in Exclude<keyof ProviderType, 'blocks'>]?: string } & {
  blocks?: Record<string, { required: string; optional?: string }>
}

const type = ({ blocks = {}, ...texts }: Words): ProviderType => ({
  required: words(texts.required),
  optional: words(texts.optional),
  blocks: Object.fromEntries(
    Object.entries(blocks).map(([name, { required, optional }]) => [
      name,
      { required: words(required), optional: words(optional) },
    ]),
  ),
  timeouts: words(texts.timeouts),
  computed: words(texts.computed),
  sensitive: words(texts.sensitive),
})

const rule = (side: 'source' | 'destination') => ({
  required: 'protocol',
  optional: `port_range ${[
    'addresses',
    'droplet_ids',
    'load_balancer_uids',
    'kubernetes_ids',
    'tags',
  ]
    .map((peer) => `${side}_${peer}`)
    .join(' ')}`,
})

export const providerTypes: Readonly<Record<string, ProviderType>> = {
  digitalocean_droplet: type({
    required: 'image name size',
    optional:
      'region ssh_keys user_data vpc_uuid tags monitoring droplet_agent graceful_shutdown ipv6 backups resize_disk volume_ids',
    blocks: { backup_policy: { required: '', optional: 'plan weekday hour' } },
    timeouts: 'create update delete',
    computed:
      'id urn disk vcpus memory price_hourly price_monthly status locked created_at ipv4_address ipv4_address_private ipv6_address',
  }),
  digitalocean_tag: type({ required: 'name', computed: 'id total_resource_count' }),
  digitalocean_vpc: type({
    required: 'name region',
    optional: 'description ip_range',
    timeouts: 'delete',
    computed: 'id urn default created_at',
  }),
  digitalocean_firewall: type({
    required: 'name',
    optional: 'droplet_ids tags',
    blocks: { inbound_rule: rule('source'), outbound_rule: rule('destination') },
    computed: 'id status created_at pending_changes',
  }),
  digitalocean_loadbalancer: type({
    required: 'name',
    optional:
      'region size size_unit type network network_stack droplet_ids droplet_tag redirect_http_to_https enable_proxy_protocol enable_backend_keepalive disable_lets_encrypt_dns_records http_idle_timeout_seconds vpc_uuid project_id',
    blocks: {
      forwarding_rule: {
        required: 'entry_protocol entry_port target_protocol target_port',
        optional: 'certificate_name tls_passthrough',
      },
      healthcheck: {
        required: 'protocol port',
        optional:
          'path check_interval_seconds response_timeout_seconds unhealthy_threshold healthy_threshold',
      },
      sticky_sessions: { required: '', optional: 'type cookie_name cookie_ttl_seconds' },
      firewall: { required: '', optional: 'allow deny' },
    },
    computed: 'id urn ip ipv6 status',
  }),
  digitalocean_reserved_ip: type({
    required: 'region',
    optional: 'droplet_id',
    computed: 'id urn ip_address',
  }),
  digitalocean_reserved_ip_assignment: type({ required: 'ip_address droplet_id', computed: 'id' }),
  digitalocean_domain: type({ required: 'name', computed: 'id urn ttl' }),
  digitalocean_record: type({
    required: 'type domain name value',
    optional: 'ttl priority port weight flags tag',
    computed: 'id fqdn',
  }),
  digitalocean_database_cluster: type({
    required: 'name engine size node_count region version',
    optional: 'private_network_uuid project_id tags storage_size_mib',
    blocks: {
      maintenance_window: { required: 'day hour' },
      backup_restore: { required: 'database_name', optional: 'backup_created_at' },
    },
    timeouts: 'create',
    computed: 'id urn host private_host port user database',
    sensitive: 'uri private_uri password',
  }),
  digitalocean_database_db: type({ required: 'cluster_id name', computed: 'id' }),
  digitalocean_database_user: type({
    required: 'cluster_id name',
    computed: 'id role',
    sensitive: 'password',
  }),
  digitalocean_database_firewall: type({
    required: 'cluster_id',
    blocks: { rule: { required: 'type value' } },
    computed: 'id',
  }),
}

export const providerData: Readonly<Record<string, ProviderType>> = {
  digitalocean_images: type({
    blocks: {
      filter: { required: 'key values', optional: 'all match_by' },
      sort: { required: 'key', optional: 'direction' },
    },
    computed: 'images',
  }),
  digitalocean_ssh_key: type({ required: 'name', computed: 'id fingerprint public_key' }),
}
