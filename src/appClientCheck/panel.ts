import { env, Uri, type WebviewPanelSerializer } from 'vscode';
import { confirmDone } from '../editor/notify';
import type { CognitoClient } from '../client/cognitoClient';
import type { CallbackSource } from '../client/oauth/callbackUrl';
import type { AppClientCheck } from '../client/appClientCheck/checks';
import type { Profile } from '../core/profile';
import { localPoolPort } from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import type { Effects } from './report';
import { readMessage } from './viewMessages';
import type { CheckReport, HostMessage, ViewMessage } from './protocol';

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
    let shown: { readonly report: CheckReport; readonly effects: Effects } | undefined;
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
      if (shown === undefined || !isOffered(shown.report, action)) return;
      const { copies, opens } = shown.effects;
      const copied = copies[action];
      const opened = opens[action];
      if (action === 'run_again') await run();
      else if (copied !== undefined) {
        await env.clipboard.writeText(copied);
        confirmDone('Copied');
      } else if (opened !== undefined) await env.openExternal(Uri.parse(opened, true));
      else await context.remedy(action, name);
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

/** Whether the page shows a button for this action. */
function isOffered({ actions, checks }: CheckReport, action: string): boolean {
  return [
    ...actions,
    ...checks.flatMap((check) => [...check.actions, ...check.snippets.map(({ copy }) => copy)]),
  ].some(({ id }) => id === action);
}
