import * as l10n from '@vscode/l10n';
import { commands, env, type Uri, type WebviewPanelSerializer } from 'vscode';
import { createCoalescedRead } from '../core/coalesce';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import type { Inspection } from './inspection';
import { inspectorActions, type HostMessage, type InspectorAction, type ViewMessage } from './protocol';
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

/** The code behind one panel: it can also send the model again. */
interface Controller extends PanelController<ViewMessage> {
  readonly send: () => Promise<void>;
}

export function createInspector({ extensionUri, inspection, report }: InspectorContext): Inspector {
  let followed: Inspection | undefined;
  /** Loads the inspection. From then on the panels show its changes. */
  const load = async (): Promise<Inspection> => {
    const loaded = await inspection();
    if (loaded !== followed) loaded.onDidChange((key) => void update(key));
    followed = loaded;
    return loaded;
  };

  const run = async (action: InspectorAction, key: string, pasted: boolean): Promise<void> => {
    const where = inspectorActions[action];
    // The command `copyAs` copies a session's tokens; the panel of pasted tokens copies its own.
    if (where === 'panel' || (pasted && action === 'copyAs')) return (await load()).act(key, action);
    if (where === 'command') await commands.executeCommand(`cognito.${action}`);
    // A command's argument names a profile, and pasted tokens have none.
    else if (!pasted) await commands.executeCommand(`cognito.${action}`, key);
  };

  const createController = (page: Page<HostMessage>, key: string): Controller => {
    const pasted = page.viewType === pastedViewType;
    const { post } = page;
    const reveal = createReveal(post, page.isVisible);
    // A sign-in changes the store, the session and the progress at the same moment.
    const send = createCoalescedRead(async () => {
      const model = await (await load()).model(key);
      // The revealed token may be another one now.
      reveal.conceal();
      await post({ type: 'show', model });
    });
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
          await post({ ...message, type: 'copied' });
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
        void load().then(({ forget }) => {
          forget(key);
        });
      },
    };
  };

  const panels = createPanels({
    extensionUri,
    bundle: 'inspector',
    pageTitle: l10n.t('Token Inspector'),
    title: (name) => l10n.t`Cognito: ${name}`,
    readMessage,
    createController,
    report,
  });

  const showKnown = async (key: string): Promise<boolean> => {
    const shown = panels.reveal(key);
    await shown?.send();
    return shown !== undefined;
  };

  const update = async (key?: string): Promise<void> => {
    const chosen = panels.controllers().filter(([panel]) => key === undefined || panel === key);
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
      const { heading } = await (await load()).model(key);
      panels.open(pastedViewType, key, heading, false);
    },
    update,
    deserializeWebviewPanel: (panel, state) => panels.deserializeWebviewPanel(panel, state),
  };
}
