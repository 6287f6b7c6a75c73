import { env, Uri, ViewColumn, window } from 'vscode';
import type { WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { confirmDone } from '../editor/notify';
import type { CognitoClient } from '../client/cognitoClient';
import type { AppClientCheck } from '../client/appClientCheck/checks';
import type { Profile } from '../core/profile';
import { localPoolPort } from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { webviewPage } from '../webview/page';
import type { Effects } from './report';
import { readMessage } from './viewMessages';
import type { CheckReport, HostMessage, ViewMessage, ViewState } from './protocol';

export const checkViewType = 'cognito.appClientCheck';

/** The panels that show what Check App Client found, one per profile. */
export interface AppClientChecks extends WebviewPanelSerializer {
  /** Opens a profile's panel, or brings it to the front, and runs the checks. @throws CognitoError */
  show: (profile: Profile) => Promise<void>;
}

export interface CheckContext {
  readonly extensionUri: Uri;
  readonly client: () => Promise<CognitoClient>;
  /** @throws CognitoError profile_missing, profile_invalid */
  readonly profile: (name: string) => Profile;
  readonly callbackUrl: (name: string) => string;
  readonly approve: Approve;
  /** Runs the command behind a remedy. */
  readonly remedy: (id: string, profile: string) => Promise<void>;
  readonly fail: (error: unknown, profile: string) => void;
}

export function createAppClientChecks(context: CheckContext): AppClientChecks {
  const panels = new Map<string, { readonly panel: WebviewPanel; readonly run: () => Promise<void> }>();
  const dist = Uri.joinPath(context.extensionUri, 'dist');

  const adopt = (panel: WebviewPanel, name: string): (() => Promise<void>) => {
    let checks: readonly AppClientCheck[] = [];
    let shown: { readonly report: CheckReport; readonly effects: Effects } | undefined;
    let latest: AbortController | undefined;

    const show = async (state: CheckReport['state']): Promise<void> => {
      const { appClientCheckReport } = await import('./report');
      // The panel may have been closed meanwhile.
      if (panels.get(name)?.panel !== panel) return;
      shown = appClientCheckReport(
        context.profile(name),
        context.callbackUrl(name),
        checks,
        state,
        localPoolPort(),
      );
      await panel.webview.postMessage({ type: 'show', report: shown.report } satisfies HostMessage);
    };
    const run = async (): Promise<void> => {
      latest?.abort();
      const own = new AbortController();
      latest = own;
      await show('running');
      try {
        const client = await context.client();
        const profile = context.profile(name);
        checks = await client.checkAppClient(
          profile,
          context.callbackUrl(name),
          (endpoints) => context.approve(profile, endpoints),
          own.signal,
        );
      } finally {
        if (own === latest) await show('done');
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
    const guarded = (work: Promise<void>): void => {
      work.catch((error: unknown) => {
        context.fail(error, name);
      });
    };

    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.title = `Check App Client: ${name}`;
    panel.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      panels.delete(name);
      latest?.abort();
    });
    panel.webview.onDidReceiveMessage((received: unknown) => {
      const message = readMessage(received);
      if (message?.type === 'ready') guarded(show(latest && checks.length === 0 ? 'running' : 'done'));
      else if (message) guarded(act(message));
    });
    panel.webview.html = webviewPage(panel.webview, dist, 'appClientCheck', 'Check App Client');
    panels.set(name, { panel, run });
    return run;
  };

  return {
    show: async ({ name }) => {
      const open = panels.get(name);
      open?.panel.reveal(undefined, false);
      const run =
        open?.run ??
        adopt(window.createWebviewPanel(checkViewType, '', ViewColumn.Active, { enableScripts: true }), name);
      await run();
    },
    // A restored panel has no results, and runs no checks until the user asks for them.
    deserializeWebviewPanel: (panel, state: ViewState | undefined) => {
      const name: unknown = state?.profile;
      if (typeof name === 'string' && !panels.has(name)) adopt(panel, name);
      else panel.dispose();
      return Promise.resolve();
    },
  };
}

/** Whether the page has such a button. */
function isOffered({ actions, checks }: CheckReport, action: string): boolean {
  return [
    ...actions,
    ...checks.flatMap((check) => [...check.actions, ...check.snippets.map(({ copy }) => copy)]),
  ].some(({ id }) => id === action);
}
