import * as l10n from '@vscode/l10n';
import { env, Uri, type WebviewPanelSerializer } from 'vscode';
import { confirmDone } from '../editor/notify';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import { readMessage, type CheckReport, type HostMessage, type ViewMessage } from './protocol';
import type { ReportWithPage } from './report';

/** The panels of one kind of checks, one for each name. */
export interface CheckPanels extends WebviewPanelSerializer {
  /** Opens the panel of a profile or an MCP server, or brings it to the front, and runs the checks. @throws CognitoError */
  readonly show: (name: string) => Promise<void>;
}

export interface CheckPanelsContext {
  readonly extensionUri: Uri;
  /** Runs the command of a remedy. */
  readonly remedy: (id: string, profile: string | undefined) => Promise<void>;
  readonly fail: (error: unknown, profile?: string) => void;
}

/** What the panels check. */
export interface CheckKind<Check> {
  readonly viewType: string;
  readonly title: string;
  /** @param signal ends the checks, when they run again or the panel is closed @throws CognitoError */
  readonly run: (name: string, signal: AbortSignal) => Promise<readonly Check[]>;
  /** @throws CognitoError when the name is no longer in the settings */
  readonly report: (name: string, checks: readonly Check[], state: CheckReport['state']) => ReportWithPage;
  /** The name of the profile, for remedies and errors; undefined when it is no longer known. */
  readonly profile: (name: string) => string | undefined;
}

/** The code behind one panel: it can also run the checks. */
interface Controller extends PanelController<ViewMessage> {
  readonly run: () => Promise<void>;
}

export function createCheckPanels<Check>(
  kind: CheckKind<Check>,
  { extensionUri, remedy, fail }: CheckPanelsContext,
): CheckPanels {
  const createController = (page: Page<HostMessage>, name: string): Controller => {
    let checks: readonly Check[] = [];
    let shown: ReportWithPage | undefined;
    let latest: AbortController | undefined;

    const show = async (state: CheckReport['state']): Promise<void> => {
      if (!page.isOpen()) return;
      shown = kind.report(name, checks, state);
      await page.post({ type: 'show', report: shown.report });
    };
    const run = async (): Promise<void> => {
      latest?.abort();
      const current = new AbortController();
      latest = current;
      await show('running');
      try {
        checks = await kind.run(name, current.signal);
      } finally {
        if (current === latest) await show('done');
      }
    };
    const act = async ({ action }: Extract<ViewMessage, { type: 'act' }>): Promise<void> => {
      if (shown === undefined) return;
      const { checks: all, actions } = shown.report;
      const snippet = all.flatMap(({ snippets }) => snippets).find(({ copy }) => copy.id === action);
      if (snippet) {
        await env.clipboard.writeText(snippet.text);
        confirmDone(l10n.t('Copied'));
        return;
      }
      const offered = [...actions, ...all.flatMap((check) => check.actions)];
      if (!offered.some(({ id }) => id === action)) return;
      if (action === 'run_again') await run();
      else if (action === 'open_console' && shown.page !== undefined) {
        await env.openExternal(Uri.parse(shown.page, true));
      } else await remedy(action, kind.profile(name));
    };
    return {
      run,
      receive: (message) =>
        message.type === 'ready' ? show(latest && checks.length === 0 ? 'running' : 'done') : act(message),
      onClosed: () => {
        latest?.abort();
      },
    };
  };

  const panels = createPanels({
    extensionUri,
    bundle: 'appClientCheck',
    pageTitle: kind.title,
    title: (name) => `${kind.title}: ${name}`,
    readMessage,
    createController,
    report: (error, name) => {
      fail(error, kind.profile(name));
    },
  });

  return {
    show: async (name) => {
      const controller = panels.reveal(name) ?? panels.open(kind.viewType, name, name, false);
      await controller.run();
    },
    // The page starts empty: nothing is sent before the user runs the checks.
    deserializeWebviewPanel: (panel, state) => panels.deserializeWebviewPanel(panel, state),
  };
}
