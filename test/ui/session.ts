import type { Browser } from 'playwright-core';
import type { Canary } from '../support/canary';
import type { Editor } from '../support/editorHost';

/** The editor and the browser that all tests of a run share, because an editor takes seconds to start. */
export interface Session {
  editor: Editor;
  browser: Browser;
  /** Searches every window of the run for secrets. */
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
