// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default ({ value, list, holds }, it) =>
  "#!/bin/sh\n# Written by immuc. Says at once what the steps of a rollout would lack later on.\n# Terraform runs it, with BALANCED (true or false), and from your environment DIGITALOCEAN_TOKEN or\n# DIGITALOCEAN_ACCESS_TOKEN.\nset -eu\n\nif ! command -v curl >/dev/null; then\n  echo \"A rollout of "
  + value(it, "name")
  + " needs curl, which is not installed on this machine.\" >&2\n  exit 1\nfi\ntoken=${DIGITALOCEAN_TOKEN:-${DIGITALOCEAN_ACCESS_TOKEN:-}}\nif [ -z \"$token\" ] && [ \"$BALANCED\" = true ]; then\n  echo \"A rollout of "
  + value(it, "name")
  + " needs DIGITALOCEAN_TOKEN in the environment of terraform apply.\" >&2\n  exit 1\nfi\n\n# What an earlier run has forgotten is worth a word, and no reason to stop.\n[ -z \"$token\" ] || sh \"$(dirname \"$0\")/find-orphans.sh\" || true\n[ \"$BALANCED\" = true ] || exit 0\n\n# The token comes on standard input, so that no list of processes shows it.\nstatus=$(curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}' --config - \\\n  \"${DIGITALOCEAN_API_URL:-https://api.digitalocean.com}/v2/load_balancers?per_page=1\" <<END || true\nheader = \"Authorization: Bearer $token\"\nEND\n)\n# Other faults may pass by themselves until the load balancer is due.\ncase $status in\n  401 | 403)\n    echo \"DigitalOcean does not let the token in DIGITALOCEAN_TOKEN read load balancers (status $status).\" >&2\n    echo \"A rollout of "
  + value(it, "name")
  + " needs one with the scopes load_balancer:read and load_balancer:update.\" >&2\n    exit 1\n    ;;\nesac\n"
