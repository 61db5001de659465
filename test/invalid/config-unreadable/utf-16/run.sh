printf '\377\376e\000x\000p\000' > system.config.ts
immuc build
