#!/bin/sh
# Written by immuc. Gives the load balancer the new droplets, waits until it uses them, then takes
# the old ones out and waits until their requests have ended.
# Terraform runs it, with: LOAD_BALANCER, DROPLETS (ids, with commas), WARM_SECONDS, DRAIN_SECONDS,
# and from your environment DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN.
set -eu

if ! command -v curl >/dev/null; then
  echo "This step needs curl, which is not installed on this machine." >&2
  exit 1
fi
token=${DIGITALOCEAN_TOKEN:-${DIGITALOCEAN_ACCESS_TOKEN:-}}
if [ -z "$token" ]; then
  echo "This step needs DIGITALOCEAN_TOKEN in the environment of terraform apply." >&2
  exit 1
fi
balancer="${DIGITALOCEAN_API_URL:-https://api.digitalocean.com}/v2/load_balancers/$LOAD_BALANCER"

# The token comes on standard input, so that no list of processes shows it.
# Every error is tried again: a balancer that is busy with a change refuses the next one.
api() {
  curl --fail --silent --show-error --retry 8 --retry-all-errors --max-time 60 --config - \
    --header 'Content-Type: application/json' "$@" <<END
header = "Authorization: Bearer $token"
END
}

api --output /dev/null --request POST --data "{\"droplet_ids\":[$DROPLETS]}" "$balancer/droplets"
sleep "$WARM_SECONDS"

answer=$(api "$balancer")
members=$(printf '%s' "$answer" | tr -d '[:space:]' |
  sed -n 's/.*"droplet_ids":\[\([0-9,]*\)\].*/\1/p' | tr ',' ' ')
if [ -z "$members" ]; then
  echo "The load balancer $LOAD_BALANCER does not say which droplets it has; nothing was removed." >&2
  exit 1
fi

old=
for id in $members; do
  case ",$DROPLETS," in
    *",$id,"*) ;;
    *) old="$old${old:+,}$id" ;;
  esac
done

if [ -n "$old" ]; then
  api --output /dev/null --request DELETE --data "{\"droplet_ids\":[$old]}" "$balancer/droplets"
  sleep "$DRAIN_SECONDS"
fi
