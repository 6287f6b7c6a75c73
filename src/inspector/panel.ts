import { commands, env, Uri, ViewColumn, window } from 'vscode';
import type { WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { webviewPage } from '../webview/page';
import type { Inspection, PanelAction } from './inspection';
import { inspectorActions } from './protocol';
import type { HostMessage, InspectorAction, ViewMessage, ViewState } from './protocol';
import { createReveal } from './reveal';
import { readMessage } from './viewMessages';

/** The panel of a profile. VS Code restores it after a restart. */
export const viewType = 'cognito.inspector';
/** The panel of pasted tokens. It is not restored, because the tokens are in memory only. */
const pastedViewType = 'cognito.pastedToken';

/** The inspector panels of this window: one per profile, and one for each paste. */
export interface Inspector extends WebviewPanelSerializer {
  /** Opens a profile's panel, or updates it and brings it to the front. */
  show: (profile: string) => Promise<void>;
  /** Opens the panel of pasted tokens. @param key as Inspection.inspectToken returns it */
  showPasted: (key: string) => Promise<void>;
  /**
   * Opens a profile's panel without focus, so that it is there when the browser returns to the editor.
   * @returns a function that closes the panel again, unless it was open before
   */
  prepare: (profile: string) => () => void;
  /** Updates all panels. @param key updates this panel alone */
  update: (key?: string) => Promise<void>;
}

export interface InspectorContext {
  readonly extensionUri: Uri;
  readonly inspection: () => Promise<Inspection>;
  /** Tells the user about an error. */
  readonly report: (error: unknown, key: string) => void;
}

interface Panel {
  readonly panel: WebviewPanel;
  readonly send: () => Promise<void>;
}

export function createInspector({ extensionUri, inspection, report }: InspectorContext): Inspector {
  const panels = new Map<string, Panel>();
  const dist = Uri.joinPath(extensionUri, 'dist');

  let followed: Inspection | undefined;
  /** Loads the inspection. From then on the panels show its changes. */
  const load = async (): Promise<Inspection> => {
    const loaded = await inspection();
    if (loaded !== followed) loaded.onDidChange((key) => void update(key));
    followed = loaded;
    return loaded;
  };

  const run = async (action: InspectorAction, key: string, pasted: boolean): Promise<void> => {
    if (isPanelAction(action, pasted)) return (await load()).act(key, action);
    if (inspectorActions[action] === 'command') await commands.executeCommand(`cognito.${action}`);
    // A command's argument names a profile, and pasted tokens have none.
    else if (!pasted) await commands.executeCommand(`cognito.${action}`, key);
  };

  const adopt = (panel: WebviewPanel, key: string, title: string, pasted: boolean): void => {
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.title = `Cognito: ${title}`;
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
    const post = async (message: HostMessage): Promise<void> => {
      // A closed panel throws when it gets a message.
      if (panels.get(key)?.panel === panel) await panel.webview.postMessage(message);
    };
    const reveal = createReveal(post, () => panel.visible);
    const send = async (): Promise<void> => {
      const model = await (await load()).model(key);
      // The revealed token may be another one now.
      reveal.conceal();
      await post({ type: 'show', model });
    };
    const receive = async (message: ViewMessage): Promise<void> => {
      switch (message.type) {
        case 'ready':
          return send();
        case 'conceal':
          reveal.conceal();
          return;
        case 'reveal':
          return reveal.show(message.token, (await load()).raw(key, message.token));
        case 'copyClaim': {
          const { source, name, what } = message;
          const value = await (await load()).claimValue(key, source, name);
          if (value === undefined) return;
          await env.clipboard.writeText(what === 'name' ? name : value);
          await post({ type: 'copied', source, name, what });
          return;
        }
        case 'run':
          return run(message.action, key, pasted);
      }
    };
    panels.set(key, { panel, send });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) reveal.conceal();
    });
    panel.onDidDispose(() => {
      panels.delete(key);
      reveal.conceal();
      void load().then(({ forget }) => {
        forget(key);
      });
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const known = readMessage(message);
      if (known === undefined) return;
      receive(known).catch((error: unknown) => {
        report(error, key);
      });
    });
    panel.webview.html = webviewPage(panel.webview, dist, 'inspector', 'Token Inspector');
  };

  const open = (type: string, key: string, title: string, preserveFocus: boolean): void => {
    const where = { viewColumn: ViewColumn.Active, preserveFocus };
    adopt(window.createWebviewPanel(type, '', where, { enableScripts: true }), key, title, type !== viewType);
  };

  const showKnown = async (key: string): Promise<boolean> => {
    const shown = panels.get(key);
    shown?.panel.reveal(undefined, false);
    await shown?.send();
    return shown !== undefined;
  };

  const update = async (key?: string): Promise<void> => {
    const chosen = [...panels].filter(([panel]) => key === undefined || panel === key);
    await Promise.all(
      chosen.map(([shown, { send }]) =>
        send().catch((error: unknown) => {
          report(error, shown);
        }),
      ),
    );
  };

  return {
    prepare: (profile) => {
      if (panels.has(profile)) return () => undefined;
      open(viewType, profile, profile, true);
      return () => {
        panels.get(profile)?.panel.dispose();
      };
    },
    show: async (profile) => {
      if (!(await showKnown(profile))) open(viewType, profile, profile, false);
    },
    showPasted: async (key) => {
      if (await showKnown(key)) return;
      const { heading } = await (await load()).model(key);
      open(pastedViewType, key, heading, false);
    },
    update,
    deserializeWebviewPanel: (panel, state: ViewState | undefined) => {
      const profile: unknown = state?.profile;
      if (typeof profile === 'string' && !panels.has(profile)) adopt(panel, profile, profile, false);
      else panel.dispose();
      return Promise.resolve();
    },
  };
}

/** The command `copyAs` copies a session's tokens; the panel of pasted tokens copies its own. */
function isPanelAction(action: InspectorAction, pasted: boolean): action is PanelAction {
  return inspectorActions[action] === 'panel' || (pasted && action === 'copyAs');
}
