// For mocha's --require: property tests try the same random values in every run, so that a run can be repeated. With the
// environment variable SEED they try others: a number, which a failed test names as its seed.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.SEED ?? 1) });
