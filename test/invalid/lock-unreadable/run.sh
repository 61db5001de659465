immuc build 2>/dev/null
printf '<<<<<<< HEAD\n' > infra/immuc.lock.json
immuc build
