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
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
trap 'exit 1' HUP INT TERM

# The token comes on standard input, so that no list of processes shows it.
request() {
  curl --silent --show-error --max-time 60 --output "$answer" --write-out '%{http_code}' \
    --config - --header 'Content-Type: application/json' "$@" "$url" <<END
header = "Authorization: Bearer $token"
END
}

# Tries again for two minutes: a balancer that is busy with a change refuses the next one.
api() {
  url=$1
  shift
  tries=24
  while :; do
    status=$(request "$@") || status=000
    case $status in
      2??) return ;;
      401) tries=1 ;;
    esac
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
      echo "DigitalOcean answered a change of the load balancer $LOAD_BALANCER with status $status:" >&2
      cat "$answer" >&2
      echo >&2
      echo "The droplets that served before still serve. Apply again." >&2
      exit 1
    fi
    sleep 5
  done
}

# What an earlier run left running may take them out again; then it is begun anew.
rounds=3
while :; do
  api "$balancer/droplets" --request POST --data "{\"droplet_ids\":[$DROPLETS]}"
  sleep "$WARM_SECONDS"
  api "$balancer"
  members=$(tr -d '[:space:]' <"$answer" |
    sed -n 's/.*"droplet_ids":\[\([0-9,]*\)\].*/\1/p' | tr ',' ' ')
  if [ -z "$members" ]; then
    echo "The load balancer $LOAD_BALANCER does not say which droplets it has; nothing was removed." >&2
    exit 1
  fi
  missing=
  for id in $(echo "$DROPLETS" | tr ',' ' '); do
    case " $members " in
      *" $id "*) ;;
      *) missing="$missing $id" ;;
    esac
  done
  [ -n "$missing" ] || break
  rounds=$((rounds - 1))
  if [ "$rounds" -eq 0 ]; then
    echo "Something else keeps taking droplets out of the load balancer $LOAD_BALANCER:$missing." >&2
    echo "The droplets that served before still serve. Apply again when it has ended." >&2
    exit 1
  fi
done

old=
for id in $members; do
  case ",$DROPLETS," in
    *",$id,"*) ;;
    *) old="$old${old:+,}$id" ;;
  esac
done

if [ -n "$old" ]; then
  api "$balancer/droplets" --request DELETE --data "{\"droplet_ids\":[$old]}"
  sleep "$DRAIN_SECONDS"
fi
