// Generated from system.schema.json by `npm run generate`. Do not edit.

/**
 * One system: an app, its version, and what it runs on. immuc compiles it into Terraform, Packer, Ansible, systemd and cloud-init files.
 */
export interface CompleteConfig {
  /**
   * Where an editor finds this schema; only of use in `system.config.json`.
   */
  $schema?: string
  /**
   * The program that the machines run.
   */
  app: {
    /**
     * Name of the app. It becomes the name of the image, the systemd unit, the folder below `/opt`, and a part of every resource's name. Lower-case letters, digits and hyphens.
     */
    name: string
    /**
     * The one executable file that goes into the image: downloaded from `url`, or copied from `file`.
     */
    artifact: {
      /**
       * Where the file is downloaded from while the image is built. `{version}` is replaced by the version.
       */
      url?: string
      /**
       * SHA-256 of the file at `url`, 64 hexadecimal digits. The image build fails if the download differs.
       */
      sha256?: string
      /**
       * A local file instead of a download, relative to the config. It is copied into the artifacts, so that they stay complete without the source tree. `{version}` is replaced by the version.
       */
      file?: string
    }
    /**
     * Debian packages that the image needs, as apt names them (`name` or `name=version`).
     */
    packages: string[]
    /**
     * The command that starts the app, an absolute path and its arguments. Default: the artifact itself, `/opt/NAME/NAME`. No shell reads it: every argument arrives as written.
     *
     * @minItems 1
     */
    command?: [string, ...string[]]
    /**
     * TCP port that the app listens on, and that the reserved IP or the load balancer is reached at. The app gets it as `PORT`.
     */
    port: number
    /**
     * How the app proves that it works. Every timing of a rollout is derived from this block.
     */
    health: {
      /**
       * Path that answers 2xx to `GET` when the app can serve, anything else when it can't.
       */
      path: string
      /**
       * Seconds between two checks of one machine.
       */
      intervalSeconds: number
      /**
       * Seconds after which an unanswered check counts as failed. At most `intervalSeconds`.
       */
      timeoutSeconds: number
      /**
       * Passed checks in a row before a machine gets traffic from the load balancer.
       */
      healthyThreshold: number
      /**
       * Failed checks in a row before the load balancer takes a machine out.
       */
      unhealthyThreshold: number
      /**
       * Seconds that a new machine may take from its creation to its first passed check. After that a deploy fails, and the old release goes on serving.
       */
      startupSeconds: number
      /**
       * Seconds that requests in flight get to finish when a machine is taken out of service. The app gets it as `DRAIN_SECONDS`.
       */
      drainSeconds: number
    }
    /**
     * Environment variables of the app. A value is a string, `secret()` for one that is given to Terraform as a variable, or `plain()` for a string that only looks like a secret.
     */
    env: {
      /**
       * A string, `secret()`, or `plain('…')`.
       */
      [k: string]: string | Secret | Plain
    }
  }
  /**
   * Version of the app, usually the git tag of its release. A new version is a new image.
   */
  version: string
  /**
   * A managed PostgreSQL cluster with a database and a user for the app. Leave it out if the app needs none. The app gets `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWORD` and `DB_NAME`.
   */
  database?: {
    /**
     * Database engine, as DigitalOcean names it.
     */
    engine: 'pg'
    /**
     * Major version of the engine. A newer one upgrades the cluster in place; an older one is refused by DigitalOcean.
     */
    version: string
    /**
     * Size slug of each database node.
     */
    size: string
    /**
     * Nodes of the cluster: 1, or one primary with 1 or 2 standbys.
     */
    nodes: number
    /**
     * Terraform refuses to destroy the cluster as long as this is true. Set it to false, build and apply before `terraform destroy`.
     */
    preventDestroy: boolean
  }
  /**
   * Where the app runs, on what, and how often.
   */
  scaling: {
    /**
     * Region slug of everything: droplets, database, load balancer and image.
     */
    region: string
    /**
     * Size slug of each droplet.
     */
    size: string
    /**
     * Number of droplets. One is reached at a reserved IP, several at a load balancer. `terraform apply -var instance_count=N` overrides it.
     */
    instances: number
  }
  /**
   * The name that the app is reached at. Leave it out to use the IP address.
   */
  domain?: {
    /**
     * DNS zone at DigitalOcean.
     */
    zone: string
    /**
     * Name of the A record in the zone, or `@` for the zone itself.
     */
    record: string
    /**
     * How long resolvers may keep the address. A change between one instance and several waits for it.
     */
    ttlSeconds: number
    /**
     * Whether Terraform creates the zone. Set it to false for a zone that exists already.
     */
    createZone: boolean
  }
  /**
   * Who besides the ingress may reach the machines. Nobody, unless named here.
   */
  access: {
    /**
     * Names of SSH keys at DigitalOcean that may log in as root. A change of this list does not replace droplets.
     */
    sshKeys: string[]
    /**
     * Address ranges (CIDR) that may reach port 22.
     */
    sshFrom: string[]
    /**
     * Address ranges (CIDR) of operators and CI that run `terraform apply`: they may reach the app's port on each droplet, to check its health before it gets traffic.
     */
    gateFrom: string[]
  }
  /**
   * What the machine image is built from.
   */
  image: {
    /**
     * Slug of the distribution image that the app is installed on: a Debian or an Ubuntu.
     */
    base: string
    /**
     * Size slug of the droplet that builds the image. Default: the smallest whose disk fits into `scaling.size`. An image can't be smaller than the disk that it was built on.
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
