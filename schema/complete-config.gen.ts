// Generated from system.schema.json by `npm run generate`. Do not edit.

/**
 * One system: an app, its version, and what it runs on. immuc compiles it into Terraform, Packer, Ansible, systemd and cloud-init files.
 */
export interface CompleteConfig {
  /**
   * Where an editor finds this schema, for `system.config.json`. Leave it out in TypeScript and JavaScript.
   */
  $schema?: string
  /**
   * The program that the machines run.
   */
  app: {
    /**
     * Name of the app: lower-case letters, digits and hyphens. It becomes the name of the image, of the systemd unit and of the folder below `/opt`, and a part of the name of every resource.
     */
    name: string
    /**
     * The one executable file that goes into the image: either downloaded from `url` or copied from `file`.
     */
    artifact: {
      /**
       * Where the file is downloaded from while the image is built; `{version}` stands for the version. Leave it out if you name a `file`.
       */
      url?: string
      /**
       * SHA-256 sum of the file at `url`, 64 hexadecimal digits. The image build fails if the download has another sum. Leave it out if you name a `file`; immuc warns about a `url` without it.
       */
      sha256?: string
      /**
       * A local file, relative to the config; `{version}` stands for the version. It is copied into the output folder, so that the image can be built from there alone. Leave it out if you name a `url`.
       */
      file?: string
    }
    /**
     * Packages of the distribution that the app needs, as apt names them: `name`, or `name=version` for an exact version.
     */
    packages: string[]
    /**
     * The command that starts the app: an absolute path, then one string for each argument. No shell reads it, so every argument arrives as it is written. Default: the artifact itself, `/opt/NAME/NAME`.
     *
     * @minItems 1
     */
    command?: [string, ...string[]]
    /**
     * TCP port that the app listens on; the app gets it as the environment variable `PORT`. Clients use the same port at the reserved IP or the load balancer.
     */
    port: number
    /**
     * How the app proves that it works. Every timing of a rollout is derived from this block.
     */
    health: {
      /**
       * Path that answers `GET` with a 2xx status when the app can serve, and with any other status when it can't.
       */
      path: string
      /**
       * Seconds from one check of a machine to the next.
       */
      intervalSeconds: number
      /**
       * Seconds after which a check without an answer counts as failed; at most `intervalSeconds`.
       */
      timeoutSeconds: number
      /**
       * Number of checks in a row that a machine has to pass before the load balancer sends it traffic.
       */
      healthyThreshold: number
      /**
       * Number of checks in a row that a machine has to fail before the load balancer sends it no more traffic.
       */
      unhealthyThreshold: number
      /**
       * Seconds that a new machine may take from its creation to its first passed check. After that the deploy fails, and the old release goes on serving.
       */
      startupSeconds: number
      /**
       * Seconds that requests in flight get to finish when a machine is taken out of service. The app gets it as the environment variable `DRAIN_SECONDS`.
       */
      drainSeconds: number
    }
    /**
     * Environment variables of the app. A value is a string, `secret()` for one that is given to Terraform and stands in no file, or `plain('…')` for a string that only looks like a secret.
     */
    env: {
      /**
       * A string, `secret()` or `plain('…')`.
       */
      [k: string]: string | Secret | Plain
    }
  }
  /**
   * Version of the app, usually the git tag of its release. A new version is a new image.
   */
  version: string
  /**
   * A managed PostgreSQL cluster, with a database and a user for the app. Leave it out if the app needs none. The app gets the environment variables `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWORD` and `DB_NAME`.
   */
  database?: {
    /**
     * Database engine, by DigitalOcean's name for it.
     */
    engine: 'pg'
    /**
     * Major version of the engine. A higher one upgrades the cluster in place; DigitalOcean refuses a lower one.
     */
    version: string
    /**
     * Size slug of each node of the cluster.
     */
    size: string
    /**
     * Number of nodes: 1 for a primary alone, 2 or 3 for a primary with one or two standbys.
     */
    nodes: number
    /**
     * Whether Terraform refuses to destroy the cluster and its data. Before `terraform destroy`, set it to false, build and apply.
     */
    preventDestroy: boolean
  }
  /**
   * Where the app runs, on droplets of which size, and on how many.
   */
  scaling: {
    /**
     * Slug of the region that everything is in: droplets, database, load balancer and image.
     */
    region: string
    /**
     * Size slug of each droplet.
     */
    size: string
    /**
     * Number of droplets. `terraform apply -var instance_count=N` overrides it.
     */
    instances: number
    /**
     * How clients reach the app. `load-balancer`: one at any number of droplets; its address stays the same, and no rollout loses a request. `reserved-ip`: saves the load balancer's price while there is one droplet; a deploy moves the address to the new droplet and breaks what is in flight in that instant, and several droplets get a load balancer, with another address, all the same.
     */
    ingress: 'load-balancer' | 'reserved-ip'
  }
  /**
   * The DNS name that clients use. Leave it out to use the IP address.
   */
  domain?: {
    /**
     * DNS zone at DigitalOcean: a domain, or a subdomain, whose name servers are DigitalOcean's.
     */
    zone: string
    /**
     * Name of the A record in the zone: `app` for `app.ZONE`, or `@` for the zone itself.
     */
    record: string
    /**
     * Seconds that resolvers may remember the address. A change between one instance and several waits as long before the old address goes.
     */
    ttlSeconds: number
    /**
     * Whether Terraform creates the zone. Set it to false for a zone that exists already.
     */
    createZone: boolean
  }
  /**
   * Who may reach the machines besides the clients of the app: nobody, unless named here.
   */
  access: {
    /**
     * Names of SSH keys at DigitalOcean that may log in as root. A change of this list replaces no droplet: those that exist keep the keys that they were created with.
     */
    sshKeys: string[]
    /**
     * Address ranges (CIDR) that may reach port 22, which SSH uses.
     */
    sshFrom: string[]
    /**
     * Address ranges (CIDR) that `terraform apply` is run from, such as an office's and a CI runner's. Terraform checks the health of each new droplet from there, at the app's port, before the droplet gets traffic. An apply from elsewhere names its address itself: `-var 'gate_from=["203.0.113.7/32"]'`. Behind a single reserved IP the port is open to everyone, and nothing need be named.
     */
    gateFrom: string[]
  }
  /**
   * What the image of the machines is built from, and on.
   */
  image: {
    /**
     * Slug of the distribution image that the app is installed on: a Debian or an Ubuntu.
     */
    base: string
    /**
     * Size slug of the droplet that builds the image. No droplet can have a smaller disk than the one that its image was built on. Default: `s-1vcpu-1gb`, or `s-1vcpu-512mb-10gb` if the disk of `scaling.size` is smaller.
     */
    buildSize?: string
  }
}
/**
 * A value that stands in no file: a sensitive Terraform variable without default. Written as `secret()`, in JSON as `{ "secret": true }`.
 */
export interface Secret {
  /**
   * Always true; it marks the value as a secret.
   */
  secret: true
}
/**
 * A string that looks like a secret and is none, such as a publishable key. Written as `plain('…')`, in JSON as `{ "plain": "…" }`.
 */
export interface Plain {
  /**
   * The value, as it goes into the artifacts for everyone to read.
   */
  plain: string
}
