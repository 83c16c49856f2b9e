/**
 * Gives every property test the same seed, so that a run says the same twice; `FC_SEED=7 npm test` tries another one,
 * as a nightly run does.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_125) });
