mkfifo system.config.ts
immuc build
