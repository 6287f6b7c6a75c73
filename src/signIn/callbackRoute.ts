import * as l10n from '@vscode/l10n';
import { redirectKind, type RedirectKind } from '../core/profile';

/** What decides whether a callback finds its way by itself. */
export interface EditorEnvironment {
  /** This editor's own scheme, `vscode` on VS Code. */
  readonly uriScheme: string;
  /** The editor runs in a browser: `env.uiKind` is Web. */
  readonly inBrowser: boolean;
  /** The extension runs on another computer than the browser: a workspace extension host with `env.remoteName`. */
  readonly remote: boolean;
}

/** How the authorization code of a sign-in comes back. */
export interface CallbackRoute {
  readonly kind: RedirectKind;
  /**
   * Why it may not come back by itself here, for the user; undefined when it will. The user then pastes the address that the browser
   * shows, except for `uri_handler`: Chromium does not go to an address whose scheme it does not know, so it shows none.
   */
  readonly whyNot: string | undefined;
}

/**
 * Decides the way back from the form of the redirect URI and from where this editor runs.
 * @throws CognitoError profile_invalid when nothing here can receive such a callback
 */
export function callbackRoute(
  redirectUri: string,
  { uriScheme, inBrowser, remote }: EditorEnvironment,
): CallbackRoute {
  const kind = redirectKind(redirectUri, uriScheme);
  const { host } = new URL(redirectUri);
  let whyNot: string | undefined;
  if (kind === 'paste') whyNot = l10n.t`The callback goes to ${host}, not to this editor.`;
  else if (kind === 'loopback' && (inBrowser || remote)) {
    whyNot = l10n.t`The extension may run on another computer than your browser, so ${host} may lead elsewhere.`;
  } else if (kind === 'uri_handler' && inBrowser) {
    whyNot = l10n.t`This editor runs in a browser, and a browser cannot open ${uriScheme}: addresses, so the sign-in can end on a page without an address to paste.`;
  }
  return { kind, whyNot };
}
