import type { UriHandler } from 'vscode';
import { parseDecodedCallback, type Callback } from './callback';

/**
 * Receives this editor's callback URLs: `/callback`, and `/callback/…` for the sign-in hosts that have their own. Any web page can
 * open them, so it only reads, and leaves the judging to the pending sign-ins. VS Code does not wait for what it starts, so
 * nothing is thrown.
 * @param editorUrl the callback URL with the path `/callback`
 */
export function createUriHandler(editorUrl: string, finish: (callback: Callback) => void): UriHandler {
  return {
    handleUri: ({ path, query, fragment }) => {
      const [, end] = /^\/callback((?:\/[\da-f]{32})?)$/.exec(path) ?? [];
      finish(
        end === undefined
          ? { kind: 'foreign', reason: 'other_path' }
          : parseDecodedCallback(query, fragment, editorUrl + end),
      );
    },
  };
}
