import type { UriHandler } from 'vscode';
import { parseCallback, type Callback } from './callback';

/**
 * Receives this editor's own callback URL. Any web page can open it, so it only reads, and leaves the judging to the
 * pending sign-ins. VS Code does not wait for what it starts, so nothing is thrown.
 */
export function createUriHandler(finish: (callback: Callback) => void): UriHandler {
  return {
    handleUri: (uri) => {
      finish(
        uri.path === '/callback'
          ? parseCallback(uri.query, uri.fragment)
          : { kind: 'foreign', reason: 'other_path' },
      );
    },
  };
}
