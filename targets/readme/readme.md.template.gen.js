// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default ({ value, list, holds }, it) =>
  "# "
  + value(it, "name")
  + " "
  + value(it, "version")
  + "\n\nWritten by immuc from `system.config`; change that and run `npx immuc build`. What immuc did not write\nin this folder is yours: put additions into files such as `terraform/overrides.tf`.\n\n```mermaid\n"
  + value(it, "picture")
  + "\n```\n\n| what | how |\n| --- | --- |\n"
  + list((it0) => "| "
  + value(it0, "what")
  + " | "
  + value(it0, "how")
  + " |\n", it, "resources")
  + "\n## Deploy\n\nNeeds Packer, Ansible, Terraform (or OpenTofu), `sh`, `curl`, and a DigitalOcean token. On Windows run all of\nit in WSL: Ansible does not run on Windows itself. From this folder:\n\n```sh\nexport DIGITALOCEAN_TOKEN=…            # Packer before plugin 1.4 reads DIGITALOCEAN_API_TOKEN\npacker init packer/plugins.pkr.json    # once\npacker build packer/image.pkr.json     # once per version\nterraform -chdir=terraform init        # once\n"
  + list((it0) => "export TF_VAR_"
  + value(it0)
  + "=…\n", it, "variables")
  + (holds(it, "isGated") ? (holds(it, "gateFrom") ? "# From elsewhere than access.gateFrom: export TF_VAR_gate_from='[\"203.0.113.7/32\"]' replaces it.\n" : "export TF_VAR_gate_from='[\"203.0.113.7/32\"]'    # this machine's public address; or access.gateFrom\n") : "")
  + "terraform -chdir=terraform apply\n```\n\n"
  + (holds(it, "isGated") ? "Terraform checks each new droplet's health from where it runs, so that address has to be let in.\n" : "")
  + "Another number of machines: `-var instance_count=N`. Another copy\nof the system: `terraform -chdir=terraform workspace new staging`, then apply.\n\n## Roll back\n\n```sh\ngit revert HEAD && npx immuc build\nterraform -chdir=terraform apply\n```\n\nThe image of the old version is still there under its name, so nothing is built.\n\n## Who reaches what\n\n| to | port | from |\n| --- | --- | --- |\n"
  + list((it0) => "| "
  + value(it0, "to")
  + " | "
  + value(it0, "port")
  + " | "
  + value(it0, "from")
  + " |\n", it, "reach")
  + "\nEverything else is closed.\n"
  + (holds(it, "secrets") ? "\n## Secrets\n\n| name in the app | from | in the state | in user-data |\n| --- | --- | --- | --- |\n"
  + list((it0) => "| `"
  + value(it0, "name")
  + "` | "
  + value(it0, "from")
  + " | yes | yes |\n", it, "secrets")
  + "\nNo file here holds one. Encrypt the state's backend; user-data is read by root on the droplet only.\n" : "")
  + "\n## Cost\n\n| per month | USD |\n| --- | ---: |\n"
  + list((it0) => "| "
  + value(it0, "what")
  + " | "
  + value(it0, "usd")
  + " |\n", it, "costs")
  + "\nList prices of "
  + value(it, "priceDate")
  + ", before tax. Each image is kept as a snapshot: "
  + value(it, "snapshotUsd")
  + " per GiB.\nDuring a deploy the new droplets run beside the old ones (up to "
  + value(it, "instances")
  + " more), for minutes: cents.\n\n## How long a rollout takes\n\n| step | at least | at most |\n| --- | ---: | ---: |\n"
  + list((it0) => "| "
  + value(it0, "what")
  + " | "
  + value(it0, "least")
  + " | "
  + value(it0, "most")
  + " |\n", it, "timings")
  + "| **a release** | **"
  + value(it, "totals", "least")
  + "** | **"
  + value(it, "totals", "most")
  + "** |\n\nAt most is where Terraform gives up: what served before still serves then, and the next apply goes on.\n\n## After a killed run\n\nA run that is interrupted (Ctrl-C) or killed loses no request: apply again, or roll back. One that was\nkilled may have left a droplet that Terraform does not know, and it costs. This names it, and the\ncommand that removes it:\n\n\n```sh\nsh terraform/find-orphans.sh\n```\n"
  + (holds(it, "database") ? "\n## Database\n\nThe app's user owns nothing at first: since PostgreSQL 15 it may not even create tables. Run this once\nafter the first apply, from a droplet, as the administrator\n(`terraform -chdir=terraform output -raw database_admin_uri`):\n\n```sql\nALTER DATABASE "
  + value(it, "database", "name")
  + " OWNER TO "
  + value(it, "database", "name")
  + ";\n```\n"
  + (holds(it, "database", "preventDestroy") ? "\nTerraform refuses to destroy it. To take the whole system down, set `database.preventDestroy` to\nfalse, build, and run `terraform -chdir=terraform destroy`.\n" : "") : "")
