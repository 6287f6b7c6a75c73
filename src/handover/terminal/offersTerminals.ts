import { env, ExtensionKind, type Extension } from 'vscode';
import { isTerminalEnabled, readEntries } from '../../profiles/settings';

/**
 * Whether the terminals of this window get `cognito-token`: the setting is on, there is a profile, and the extension runs on the
 * computer of the terminals, where its socket is.
 */
export function offersTerminals({ extensionKind }: Pick<Extension<unknown>, 'extensionKind'>): boolean {
  const isElsewhere = env.remoteName !== undefined && extensionKind === ExtensionKind.UI;
  return isTerminalEnabled() && !isElsewhere && readEntries().length > 0;
}
