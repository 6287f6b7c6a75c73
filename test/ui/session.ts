import type { Browser } from 'playwright-core';
import type { Canary } from '../support/canary';
import type { Editor } from '../support/editorHost';

/** What all tests of a run share: starting an editor takes seconds, a browser profile of one's own takes none. */
export interface Session {
  editor: Editor;
  browser: Browser;
  /** Sees every window of the run. */
  canary: Canary;
}

let current: Session | undefined;

export function provideSession(session: Session): void {
  current = session;
}

/** @throws when the tests were not started by test/ui/run.ts */
export function session(): Session {
  if (current === undefined) throw new Error('Start these tests with npm run test:ui.');
  return current;
}
