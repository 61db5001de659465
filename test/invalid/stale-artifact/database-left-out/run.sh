immuc build 2>/dev/null
sed '/database/d' system.config.ts > edited && mv edited system.config.ts
immuc check
