ln -s system.config.ts system.config.ts
immuc build --config system.config.ts
