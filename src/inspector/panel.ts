import { Uri, ViewColumn, window } from 'vscode';
import type { WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { webviewPage } from '../webviewPage';
import type { HostMessage, InspectorAction, InspectorModel, ViewMessage, ViewState } from './protocol';

export const viewType = 'cognito.inspector';

/** The inspector panels of this window, one per profile. */
export interface Inspector extends WebviewPanelSerializer {
  /** Opens a profile's panel, or brings it to the front with what is known now. */
  show: (profile: string) => Promise<void>;
  /**
   * Opens a profile's panel behind the browser, so that it is there when the browser comes back.
   * @returns closes the panel again, if it was not open before
   */
  prepare: (profile: string) => () => void;
  /** Reads again what every open panel shows. */
  update: () => Promise<void>;
}

export interface InspectorContext {
  readonly extensionUri: Uri;
  readonly model: (profile: string) => Promise<InspectorModel>;
  readonly run: (action: InspectorAction, profile: string) => void;
}

const actions: readonly InspectorAction[] = [
  'copySignInLink',
  'pasteCallbackUrl',
  'signIn',
  'checkAppClient',
  'refreshTokens',
  'refreshUserInfo',
  'copyAccessToken',
  'copyIdToken',
  'copyAs',
  'compare',
  'endComparison',
  'verify',
  'inspectToken',
  'signOut',
];

export function createInspector(context: InspectorContext): Inspector {
  const panels = new Map<string, { readonly panel: WebviewPanel; readonly send: () => Promise<void> }>();
  const dist = Uri.joinPath(context.extensionUri, 'dist');

  const adopt = (panel: WebviewPanel, profile: string): void => {
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.title = `Cognito: ${profile}`;
    panel.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
    const send = async (): Promise<void> => {
      const model = await context.model(profile);
      await panel.webview.postMessage({ type: 'show', model } satisfies HostMessage);
    };
    panels.set(profile, { panel, send });
    panel.onDidDispose(() => panels.delete(profile));
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const known = readMessage(message);
      if (known?.type === 'ready') void send();
      else if (known?.type === 'run') context.run(known.action, profile);
    });
    panel.webview.html = webviewPage(panel.webview, dist, 'inspector', 'Token Inspector');
  };

  const open = (profile: string, preserveFocus: boolean): void => {
    const where = { viewColumn: ViewColumn.Active, preserveFocus };
    adopt(window.createWebviewPanel(viewType, '', where, { enableScripts: true }), profile);
  };

  return {
    prepare: (profile) => {
      if (panels.has(profile)) return () => undefined;
      open(profile, true);
      return () => {
        panels.get(profile)?.panel.dispose();
      };
    },
    show: async (profile) => {
      const shown = panels.get(profile);
      if (shown) {
        shown.panel.reveal(undefined, false);
        await shown.send();
        return;
      }
      open(profile, false);
    },
    update: async () => {
      await Promise.all([...panels.values()].map(({ send }) => send()));
    },
    deserializeWebviewPanel: (panel, state: ViewState | undefined) => {
      const profile: unknown = state?.profile;
      if (typeof profile === 'string' && !panels.has(profile)) adopt(panel, profile);
      else panel.dispose();
      return Promise.resolve();
    },
  };
}

/** A message names one of our actions or says that the page is ready; anything else is not ours. */
function readMessage(message: unknown): ViewMessage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  if (message.type === 'ready') return { type: 'ready' };
  if (message.type !== 'run' || !('action' in message)) return undefined;
  const action = actions.find((known) => known === message.action);
  return action && { type: 'run', action };
}
