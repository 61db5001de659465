immuc build --config system.confg.ts
