#!/bin/sh
# Written by immuc. Waits until $URL answers 2xx, or says after $STARTUP_SECONDS what it saw last.
# Terraform runs it, with: INSTANCE, URL, STARTUP_SECONDS, TIMEOUT_SECONDS.
set -u

if ! command -v curl >/dev/null; then
  echo "This step needs curl, which is not installed on this machine." >&2
  exit 1
fi

fault=$(mktemp) || exit 1
trap 'rm -f "$fault"' EXIT
trap 'exit 1' HUP INT TERM
deadline=$(($(date +%s) + STARTUP_SECONDS))

while :; do
  if status=$(curl --silent --show-error --noproxy '*' --max-time "$TIMEOUT_SECONDS" \
    --output /dev/null --write-out '%{http_code}' "$URL" 2>"$fault"); then
    case $status in 2??) exit 0 ;; esac
    last="it answered with status $status"
  else
    last=$(cat "$fault")
  fi
  [ "$(date +%s)" -lt "$deadline" ] || break
  sleep 2
done

cat >&2 <<END
$INSTANCE did not pass its health check within $STARTUP_SECONDS s.
  URL:         $URL
  last answer: $last
Nothing was switched over: what served before still serves.
If it could not be connected to, is this machine in access.gateFrom?
Otherwise read the app's log on the droplet: journalctl --unit front
Then apply again, or go back: git revert, immuc build, terraform apply.
END
exit 1
