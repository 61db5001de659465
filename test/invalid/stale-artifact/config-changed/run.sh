immuc build 2>/dev/null
sed 's/ams3/fra1/' system.config.ts > edited && mv edited system.config.ts
immuc check
