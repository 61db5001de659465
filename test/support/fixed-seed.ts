// fast-check -> the same samples every time, so that a failure is never a matter of luck; IMMUC_SEED=N
// tries others.
import fc from 'fast-check'

fc.configureGlobal({
  seed: Number(process.env.IMMUC_SEED ?? 20_261_001),
  includeErrorInReport: true,
})
