import { expectNoLeak } from './searchFiles';

// Runs last, because by then the run has written all its files and every window was searched when it closed.
describe('Editor after all tests', () => {
  it('has no token, code, state, code verifier or client secret in its files and windows', async () => {
    await expectNoLeak(6);
  });
});
