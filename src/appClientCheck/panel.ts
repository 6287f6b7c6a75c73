import { env, Uri, type WebviewPanelSerializer } from 'vscode';
import { confirmDone } from '../editor/notify';
import type { CognitoClient } from '../client/cognitoClient';
import type { CallbackSource } from '../client/oauth/callbackUrls';
import type { AppClientCheck } from '../client/appClientCheck/checks';
import type { Profile } from '../core/profile';
import { localPoolPort } from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import { readMessage, type CheckReport, type HostMessage, type ViewMessage } from './protocol';

export const checkViewType = 'cognito.appClientCheck';

/** The panels of Check App Client, one for each profile. */
export interface AppClientChecks extends WebviewPanelSerializer {
  /** Opens the panel of a profile, or brings it to the front, and runs the checks. @throws CognitoError */
  show: (profile: Profile) => Promise<void>;
}

export interface CheckContext {
  readonly extensionUri: Uri;
  readonly client: () => Promise<CognitoClient>;
  /** @throws CognitoError profile_missing, profile_invalid */
  readonly profile: (name: string) => Profile;
  readonly callbackUrl: (name: string) => string;
  readonly callbackSource: (profile: Profile) => CallbackSource;
  readonly approve: Approve;
  /** Runs the command of a remedy. */
  readonly remedy: (id: string, profile: string) => Promise<void>;
  readonly fail: (error: unknown, profile: string) => void;
}

/** The code behind one panel: it can also run the checks. */
interface Controller extends PanelController<ViewMessage> {
  readonly run: () => Promise<void>;
}

export function createAppClientChecks(context: CheckContext): AppClientChecks {
  const createController = (page: Page<HostMessage>, name: string): Controller => {
    let checks: readonly AppClientCheck[] = [];
    let shown: { readonly report: CheckReport; readonly page: string | undefined } | undefined;
    let latest: AbortController | undefined;

    const show = async (state: CheckReport['state']): Promise<void> => {
      const { appClientCheckReport } = await import('./report');
      if (!page.isOpen()) return;
      shown = appClientCheckReport(
        context.profile(name),
        context.callbackUrl(name),
        checks,
        state,
        localPoolPort(),
      );
      await page.post({ type: 'show', report: shown.report });
    };
    const run = async (): Promise<void> => {
      latest?.abort();
      const current = new AbortController();
      latest = current;
      await show('running');
      try {
        const client = await context.client();
        const profile = context.profile(name);
        checks = await client.checkAppClient(
          profile,
          context.callbackSource(profile),
          (endpoints) => context.approve(profile, endpoints),
          current.signal,
        );
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
        confirmDone('Copied');
        return;
      }
      const offered = [...actions, ...all.flatMap((check) => check.actions)];
      if (!offered.some(({ id }) => id === action)) return;
      if (action === 'run_again') await run();
      else if (action === 'open_console' && shown.page !== undefined) {
        await env.openExternal(Uri.parse(shown.page, true));
      } else await context.remedy(action, name);
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
    extensionUri: context.extensionUri,
    bundle: 'appClientCheck',
    pageTitle: 'Check App Client',
    title: (name) => `Check App Client: ${name}`,
    readMessage,
    createController,
    report: context.fail,
  });

  return {
    show: async ({ name }) => {
      const controller = panels.reveal(name) ?? panels.open(checkViewType, name, name, false);
      await controller.run();
    },
    // The page starts empty: nothing is sent to the pool before the user runs the checks.
    deserializeWebviewPanel: (panel, state) => panels.deserializeWebviewPanel(panel, state),
  };
}
