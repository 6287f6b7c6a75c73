import { commands, env } from 'vscode';
import type { Uri, WebviewPanelSerializer } from 'vscode';
import { createPanels } from '../webview/panels';
import type { Page, PanelController } from '../webview/panels';
import type { Inspection, PanelAction } from './inspection';
import type { HostMessage, InspectorAction, ViewMessage } from './protocol';
import { createReveal } from './reveal';
import { readMessage } from './viewMessages';

/** A profile's panel is there again after a restart. */
export const viewType = 'cognito.inspector';
/** Pasted tokens are in memory only, and so is their panel. */
const pastedViewType = 'cognito.pastedToken';

/** The inspector panels of this window: one per profile, and one for each paste. */
export interface Inspector extends WebviewPanelSerializer {
  /** Opens a profile's panel, or brings it to the front with what is known now. */
  show: (profile: string) => Promise<void>;
  /** The same for pasted tokens. @param key as Inspection.inspectToken gives it */
  showPasted: (key: string) => Promise<void>;
  /**
   * Opens a profile's panel behind the browser, so that it is there when the browser comes back.
   * @returns closes the panel again, if it was not open before
   */
  prepare: (profile: string) => () => void;
  /** Reads again what the panels show. @param key one panel alone */
  update: (key?: string) => Promise<void>;
}

export interface InspectorContext {
  readonly extensionUri: Uri;
  readonly inspection: () => Promise<Inspection>;
  /** Says what went wrong. */
  readonly report: (error: unknown, key: string) => void;
}

/** The code behind one panel: it can also send the model again. */
interface Controller extends PanelController<ViewMessage> {
  readonly send: () => Promise<void>;
}

const panelActions: readonly InspectorAction[] = ['compare', 'endComparison', 'verify', 'refreshUserInfo'];
/** No command of pasted tokens: a command's argument names a profile. */
const pastedActions: readonly InspectorAction[] = ['copyAs'];
/** Commands that work on no profile. */
const plainActions: readonly InspectorAction[] = [
  'pasteCallbackUrl',
  'copySignInLink',
  'inspectToken',
  'addProfile',
];

export function createInspector({ extensionUri, inspection, report }: InspectorContext): Inspector {
  const run = async (action: InspectorAction, key: string, pasted: boolean): Promise<void> => {
    const own = panelActions.includes(action) || (pasted && pastedActions.includes(action));
    if (own) await (await inspection()).act(key, action as PanelAction);
    else if (plainActions.includes(action)) await commands.executeCommand(`cognito.${action}`);
    else if (!pasted) await commands.executeCommand(`cognito.${action}`, key);
  };

  const createController = (page: Page<HostMessage>, key: string): Controller => {
    const pasted = page.viewType === pastedViewType;
    const { post } = page;
    const reveal = createReveal(post, page.isVisible);
    const send = async (): Promise<void> => {
      const model = await (await inspection()).model(key);
      // What a raw token belonged to may have changed.
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
          return reveal.show(message.token, (await inspection()).raw(key, message.token));
        case 'copyClaim': {
          const { source, name, what } = message;
          const value = await (await inspection()).claimValue(key, source, name);
          if (value === undefined) return;
          await env.clipboard.writeText(what === 'name' ? name : value);
          await post({ type: 'copied', source, name, what });
          return;
        }
        case 'run':
          return run(message.action, key, pasted);
      }
    };
    return {
      send,
      receive,
      onHidden: reveal.conceal,
      onClosed: () => {
        reveal.conceal();
        void inspection().then(({ forget }) => {
          forget(key);
        });
      },
    };
  };

  const panels = createPanels({
    extensionUri,
    bundle: 'inspector',
    pageTitle: 'Token Inspector',
    title: (name) => `Cognito: ${name}`,
    readMessage,
    createController,
    report,
  });

  const showKnown = async (key: string): Promise<boolean> => {
    const shown = panels.reveal(key);
    await shown?.send();
    return shown !== undefined;
  };

  return {
    prepare: (profile) => {
      if (panels.has(profile)) return () => undefined;
      panels.open(viewType, profile, profile, true);
      return () => {
        panels.close(profile);
      };
    },
    show: async (profile) => {
      if (!(await showKnown(profile))) panels.open(viewType, profile, profile, false);
    },
    showPasted: async (key) => {
      if (await showKnown(key)) return;
      const { heading } = await (await inspection()).model(key);
      panels.open(pastedViewType, key, heading, false);
    },
    update: async (key) => {
      const chosen = panels.controllers().filter(([panel]) => key === undefined || panel === key);
      await Promise.all(
        chosen.map(async ([shown, { send }]) => {
          // Nobody waits for this to tell what went wrong.
          await send().catch((error: unknown) => {
            report(error, shown);
          });
        }),
      );
    },
    deserializeWebviewPanel: (panel, state) => panels.deserializeWebviewPanel(panel, state),
  };
}
