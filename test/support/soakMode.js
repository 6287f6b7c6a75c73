// For mocha's --require: makes property tests and repeated sign-ins run as often as in test:soak.
process.env.SOAK = '1';
