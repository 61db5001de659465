// Generated from system.schema.json by `npm run generate`. Do not edit.

/**
 * One system: an app, its version, and what it runs on. immuc compiles it into Terraform, Packer, Ansible, systemd and cloud-init files.
 */
export interface SystemConfig {
  /**
   * Where an editor finds this schema; only of use in `system.config.json`.
   *
   * @example "./node_modules/immuc/schema/system.schema.json"
   */
  $schema?: string
  /**
   * The program that the machines run.
   *
   * @example {"name":"shop","artifact":{"file":"./dist/shop"}}
   */
  app: {
    /**
     * Name of the app. It becomes the name of the image, the systemd unit, the folder below `/opt`, and a part of every resource's name. Lower-case letters, digits and hyphens.
     *
     * @example "shop"
     */
    name: string
    /**
     * The one executable file that goes into the image: downloaded from `url`, or copied from `file`.
     *
     * @example {"url":"https://github.com/acme/shop/releases/download/{version}/shop","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
     */
    artifact: {
      /**
       * Where the file is downloaded from while the image is built. `{version}` is replaced by the version.
       *
       * @example "https://github.com/acme/shop/releases/download/{version}/shop"
       */
      url?: string
      /**
       * SHA-256 of the file at `url`, 64 hexadecimal digits. The image build fails if the download differs.
       *
       * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
       */
      sha256?: string
      /**
       * A local file instead of a download, relative to the config. It is copied into the artifacts, so that they stay complete without the source tree. `{version}` is replaced by the version.
       *
       * @example "./dist/shop"
       */
      file?: string
    }
    /**
     * Debian packages that the image needs, as apt names them (`name` or `name=version`).
     *
     * @default []
     * @example ["nodejs","ca-certificates"]
     */
    packages?: string[]
    /**
     * The command that starts the app, an absolute path and its arguments. Default: the artifact itself, `/opt/NAME/NAME`. No shell reads it: every argument arrives as written.
     *
     * @example ["/opt/shop/shop","--verbose"]
     *
     * @minItems 1
     */
    command?: [string, ...string[]]
    /**
     * TCP port that the app listens on, and that the reserved IP or the load balancer is reached at. The app gets it as `PORT`.
     *
     * @default 8080
     * @example 8080
     */
    port?: number
    /**
     * How the app proves that it works. Every timing of a rollout is derived from this block.
     *
     * @default {}
     * @example {"path":"/health/check","drainSeconds":30}
     */
    health?: {
      /**
       * Path that answers 2xx to `GET` when the app can serve, anything else when it can't.
       *
       * @default "/health/check"
       * @example "/health/check"
       */
      path?: string
      /**
       * Seconds between two checks of one machine.
       *
       * @default 10
       * @example 10
       */
      intervalSeconds?: number
      /**
       * Seconds after which an unanswered check counts as failed. At most `intervalSeconds`.
       *
       * @default 5
       * @example 5
       */
      timeoutSeconds?: number
      /**
       * Passed checks in a row before a machine gets traffic from the load balancer.
       *
       * @default 3
       * @example 3
       */
      healthyThreshold?: number
      /**
       * Failed checks in a row before the load balancer takes a machine out.
       *
       * @default 3
       * @example 3
       */
      unhealthyThreshold?: number
      /**
       * Seconds that a new machine may take from its creation to its first passed check. After that a deploy fails, and the old release goes on serving.
       *
       * @default 300
       * @example 300
       */
      startupSeconds?: number
      /**
       * Seconds that requests in flight get to finish when a machine is taken out of service. The app gets it as `DRAIN_SECONDS`.
       *
       * @default 15
       * @example 15
       */
      drainSeconds?: number
    }
    /**
     * Environment variables of the app. A value is a string, `secret()` for one that is given to Terraform as a variable, or `plain()` for a string that only looks like a secret.
     *
     * @default {}
     * @example {"LOG_LEVEL":"info","STRIPE_KEY":{"secret":true}}
     */
    env?: {
      /**
       * A string, `secret()`, or `plain('…')`.
       */
      [k: string]: string | Secret | Plain
    }
  }
  /**
   * Version of the app, usually the git tag of its release. A new version is a new image.
   *
   * @example "v1.4.0"
   */
  version: string
  /**
   * A managed PostgreSQL cluster with a database and a user for the app. Leave it out if the app needs none. The app gets `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWORD` and `DB_NAME`.
   *
   * @example {"engine":"pg","version":"17","size":"db-s-1vcpu-1gb","nodes":1}
   */
  database?: {
    /**
     * Database engine, as DigitalOcean names it.
     *
     * @default "pg"
     * @example "pg"
     */
    engine?: 'pg'
    /**
     * Major version of the engine. A newer one upgrades the cluster in place; an older one is refused by DigitalOcean.
     *
     * @default "17"
     * @example "17"
     */
    version?: string
    /**
     * Size slug of each database node.
     *
     * @default "db-s-1vcpu-1gb"
     * @example "db-s-1vcpu-1gb"
     */
    size?: string
    /**
     * Nodes of the cluster: 1, or one primary with 1 or 2 standbys.
     *
     * @default 1
     * @example 1
     */
    nodes?: number
    /**
     * Terraform refuses to destroy the cluster as long as this is true. Set it to false, build and apply before `terraform destroy`.
     *
     * @default true
     * @example true
     */
    preventDestroy?: boolean
  }
  /**
   * Where the app runs, on what, and how often.
   *
   * @example {"region":"ams3","size":"s-1vcpu-1gb","instances":3}
   */
  scaling: {
    /**
     * Region slug of everything: droplets, database, load balancer and image.
     *
     * @example "ams3"
     */
    region: string
    /**
     * Size slug of each droplet.
     *
     * @default "s-1vcpu-1gb"
     * @example "s-1vcpu-1gb"
     */
    size?: string
    /**
     * Number of droplets. One is reached at a reserved IP, several at a load balancer. `terraform apply -var instance_count=N` overrides it.
     *
     * @default 1
     * @example 3
     */
    instances?: number
  }
  /**
   * The name that the app is reached at. Leave it out to use the IP address.
   *
   * @example {"zone":"deploy.example.com","record":"app","ttlSeconds":60}
   */
  domain?: {
    /**
     * DNS zone at DigitalOcean.
     *
     * @example "deploy.example.com"
     */
    zone: string
    /**
     * Name of the A record in the zone, or `@` for the zone itself.
     *
     * @example "app"
     */
    record: string
    /**
     * How long resolvers may keep the address. A change between one instance and several waits for it.
     *
     * @default 60
     * @example 60
     */
    ttlSeconds?: number
    /**
     * Whether Terraform creates the zone. Set it to false for a zone that exists already.
     *
     * @default true
     * @example false
     */
    createZone?: boolean
  }
  /**
   * Who besides the ingress may reach the machines. Nobody, unless named here.
   *
   * @default {}
   * @example {"sshKeys":["laptop"],"sshFrom":["203.0.113.7/32"],"gateFrom":["203.0.113.0/24"]}
   */
  access?: {
    /**
     * Names of SSH keys at DigitalOcean that may log in as root. A change of this list does not replace droplets.
     *
     * @default []
     * @example ["laptop"]
     */
    sshKeys?: string[]
    /**
     * Address ranges (CIDR) that may reach port 22.
     *
     * @default []
     * @example ["203.0.113.7/32"]
     */
    sshFrom?: string[]
    /**
     * Address ranges (CIDR) of operators and CI that run `terraform apply`: they may reach the app's port on each droplet, to check its health before it gets traffic.
     *
     * @default []
     * @example ["203.0.113.0/24"]
     */
    gateFrom?: string[]
  }
  /**
   * What the machine image is built from.
   *
   * @default {}
   * @example {"base":"debian-13-x64"}
   */
  image?: {
    /**
     * Slug of the distribution image that the app is installed on: a Debian or an Ubuntu.
     *
     * @default "debian-13-x64"
     * @example "debian-13-x64"
     */
    base?: string
    /**
     * Size slug of the droplet that builds the image. Default: the smallest whose disk fits into `scaling.size`. An image can't be smaller than the disk that it was built on.
     *
     * @example "s-1vcpu-1gb"
     */
    buildSize?: string
  }
}
/**
 * A value that is no part of any artifact: a sensitive Terraform variable without default. Written as `secret()`.
 */
export interface Secret {
  /**
   * Always true; it marks the value as a secret.
   */
  secret: true
}
/**
 * A string that looks like a secret and is none, such as a publishable key. Written as `plain('…')`.
 */
export interface Plain {
  /**
   * The value, as it goes into the artifacts for everyone to read.
   */
  plain: string
}
