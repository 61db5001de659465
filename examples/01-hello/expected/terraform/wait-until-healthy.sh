#!/bin/sh
# Written by immuc. Waits until $URL answers 2xx, or says after $STARTUP_SECONDS what it saw last.
# An answer with a header X-Release has to name $RELEASE: a stale machine is not taken for a new one.
# Terraform runs it, with: INSTANCE, URL, RELEASE, STARTUP_SECONDS, TIMEOUT_SECONDS, OTHERWISE (what
# a failure leaves behind), GATE_FROM.
set -u

if ! command -v curl >/dev/null; then
  echo "This step needs curl, which is not installed on this machine." >&2
  exit 1
fi

seen=$(mktemp -d) || exit 1
trap 'rm -rf "$seen"' EXIT
trap 'exit 1' HUP INT TERM
deadline=$(($(date +%s) + STARTUP_SECONDS))

while :; do
  if status=$(curl --silent --show-error --noproxy '*' --max-time "$TIMEOUT_SECONDS" \
    --dump-header "$seen/header" --output /dev/null --write-out '%{http_code}' "$URL" \
    2>"$seen/fault"); then
    named=$(grep -i '^x-release:' "$seen/header" | cut -d : -f 2 | tr -d '[:space:]')
    last="it answered with status $status"
    case $status in
      2??)
        case $named in '' | "$RELEASE") exit 0 ;; esac
        last="it answered as release $named, not as $RELEASE"
        ;;
    esac
  else
    last=$(cat "$seen/fault")
  fi
  [ "$(date +%s)" -le "$deadline" ] || break
  sleep 2
done

cat >&2 <<END
$INSTANCE did not pass its health check within $STARTUP_SECONDS s.
  URL:         $URL
  last answer: $last
$OTHERWISE
If it could not be connected to: the firewall lets ${GATE_FROM:-nobody} in (access.gateFrom).
Otherwise read the app's log on the droplet: journalctl --unit hello
Then apply again, or go back: git revert, immuc build, terraform apply.
END
exit 1
