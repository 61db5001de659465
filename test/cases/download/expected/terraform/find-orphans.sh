#!/bin/sh
# Written by immuc. Names the droplets of this system that Terraform does not know: a run that was killed
# while DigitalOcean made one has forgotten it, and it goes on costing. It removes nothing.
# Run it after such a run; a rollout runs it too. From your environment it takes DIGITALOCEAN_TOKEN or
# DIGITALOCEAN_ACCESS_TOKEN. Exit code 1: there are some; 2: it could not find out.
set -u
cd "$(dirname "$0")" || exit 2

token=${DIGITALOCEAN_TOKEN:-${DIGITALOCEAN_ACCESS_TOKEN:-}}
api=${DIGITALOCEAN_API_URL:-https://api.digitalocean.com}
for tool in curl awk "${TERRAFORM:=terraform}"; do
  if ! command -v "$tool" >/dev/null; then
    echo "To look for forgotten droplets needs $tool (TERRAFORM names another terraform)." >&2
    exit 2
  fi
done

tag="two-words-$("$TERRAFORM" workspace show)" && state=$("$TERRAFORM" state pull) || exit 2

# The token comes on standard input, so that no list of processes shows it.
droplets=$(
  curl --silent --show-error --fail --max-time 60 --config - \
    "$api/v2/droplets?tag_name=$tag&per_page=200" <<END
header = "Authorization: Bearer $token"
END
) || exit 2

# Id and name of each member of the list, whatever else it holds and in whatever order.
listed=$(printf '%s\n' "$droplets" | awk '
  { text = text $0 }
  END {
    for (at = 1; at <= length(text); at++) {
      sign = substr(text, at, 1)
      if (sign == "\"") {
        word = ""
        while ((sign = substr(text, ++at, 1)) != "\"") {
          if (sign == "\\") at++
          word = word sign
        }
        if (depth == 3 && key == "") key = word
        else if (depth == 3 && key == "name") name = word
      }
      else if (sign == "{" || sign == "[") { depth++; if (depth == 3) key = id = name = "" }
      else if (sign == "}" || sign == "]") { if (depth == 3) print id, name; depth-- }
      else if (depth == 3 && sign == ",") key = ""
      else if (depth == 3 && key == "id" && sign ~ /[0-9]/) id = id sign
    }
  }')

found=0
while read -r id name; do
  [ -n "$id" ] || continue
  printf '%s\n' "$state" | grep -q "\"id\": *\"$id\"" && continue
  found=1
  echo "$name (droplet $id) has the tag $tag, and Terraform does not know it. To remove it:"
  echo "  doctl compute droplet delete $id"
  echo "or curl -X DELETE -H \"Authorization: Bearer \$DIGITALOCEAN_TOKEN\" $api/v2/droplets/$id"
done <<END
$listed
END
[ "$found" -eq 1 ] || echo "Terraform knows every droplet with the tag $tag."
exit "$found"
