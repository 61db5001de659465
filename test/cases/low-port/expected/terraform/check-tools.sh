#!/bin/sh
# Written by immuc. Says at once what the steps of a rollout would lack later on.
# Terraform runs it, with BALANCED (true or false), and from your environment DIGITALOCEAN_TOKEN or
# DIGITALOCEAN_ACCESS_TOKEN.
set -eu

if ! command -v curl >/dev/null; then
  echo "A rollout of front needs curl, which is not installed on this machine." >&2
  exit 1
fi
token=${DIGITALOCEAN_TOKEN:-${DIGITALOCEAN_ACCESS_TOKEN:-}}
if [ -z "$token" ] && [ "$BALANCED" = true ]; then
  echo "A rollout of front needs DIGITALOCEAN_TOKEN in the environment of terraform apply." >&2
  exit 1
fi

# What an earlier run has forgotten is worth a word, and no reason to stop.
[ -z "$token" ] || sh "$(dirname "$0")/find-orphans.sh" || true
[ "$BALANCED" = true ] || exit 0

# The token comes on standard input, so that no list of processes shows it.
status=$(curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}' --config - \
  "${DIGITALOCEAN_API_URL:-https://api.digitalocean.com}/v2/load_balancers?per_page=1" <<END || true
header = "Authorization: Bearer $token"
END
)
# Other faults may pass by themselves until the load balancer is due.
case $status in
  401 | 403)
    echo "DigitalOcean does not let the token in DIGITALOCEAN_TOKEN read load balancers (status $status)." >&2
    echo "A rollout of front needs one with the scopes load_balancer:read and load_balancer:update." >&2
    exit 1
    ;;
esac
