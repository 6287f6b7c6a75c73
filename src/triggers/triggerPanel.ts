import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import { debug, Uri, ViewColumn, window, workspace, type Disposable } from 'vscode';
import type { Session } from '../core/session';
import type { LocalPoolConfig, LocalTrigger } from '../localPool/configSchema';
import type { TriggerRunner } from '../localPool/triggers/runTrigger';
import { sampleTokens } from '../localPool/triggers/sampleTokens';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import { tryTrigger } from './attempt';
import { freePort } from './freePort';
import {
  readMessage,
  type HostMessage,
  type ShownAttempt,
  type ShownResult,
  type ViewMessage,
} from './protocol';
import { programOf } from './programOf';
import { sessionTokens } from './sessionTokens';
import { noteOn, shownResult, subjectText } from './shownAttempt';

const viewType = 'cognito.tryTrigger';
/** There is one panel, and its key is no profile. */
const key = 'tryTrigger';
const name = l10n.t('Try Trigger');
/** How long a trigger may be debugged, in milliseconds. */
const debugTime = 3_600_000;

/** The panel that tries the trigger of the local user pool. It is empty again after a restart. */
export interface TriggerPanel extends Disposable {
  /** Opens the panel, and runs the trigger. @throws CognitoError */
  readonly show: () => Promise<void>;
}

export interface TriggerPanelContext {
  readonly extensionUri: Uri;
  /** The trigger, which the user has allowed to run, and the configuration that names it. @throws CognitoError */
  readonly trigger: () => Promise<{ readonly trigger: LocalTrigger; readonly config: LocalPoolConfig }>;
  /** A session that the user picks; undefined when the user picks none. @throws CognitoError session_missing */
  readonly session: () => Promise<{ readonly profile: string; readonly session: Session } | undefined>;
  readonly report: (error: unknown) => void;
}

/** The code behind the panel: it can also run the trigger, and see whether a saved file may be part of it. */
interface Controller extends PanelController<ViewMessage> {
  readonly run: (debugged?: boolean) => Promise<void>;
  readonly follows: (file: Uri) => boolean;
}

export function createTriggerPanel(context: TriggerPanelContext): TriggerPanel {
  const { extensionUri, report } = context;
  const program = programOf(extensionUri);

  const createController = (page: Page<HostMessage>): Controller => {
    let chosen: Awaited<ReturnType<TriggerPanelContext['session']>>;
    let latest: AbortController | undefined;
    let shown: ShownAttempt | undefined;
    let file: Uri | undefined;

    const show = async (attempt: ShownAttempt): Promise<void> => {
      shown = attempt;
      await page.post({ type: 'show', attempt });
    };
    const run = async (debugged = false): Promise<void> => {
      latest?.abort();
      const current = new AbortController();
      latest = current;
      const { trigger, config } = await context.trigger();
      file = Uri.file(trigger.file);
      const sample = chosen ? sessionTokens(chosen.session) : sampleTokens(config, Date.now());
      const attempt = {
        file: workspace.asRelativePath(file),
        version: trigger.version,
        subject: subjectText(sample, chosen?.profile),
        note: noteOn(trigger.version, sample, chosen?.session),
        isSession: chosen !== undefined,
      };
      const previous = shown?.result;
      await show({ ...attempt, state: debugged ? 'debugging' : 'running', result: previous });
      const runner: TriggerRunner = { program, signal: current.signal };
      const result: ShownResult = shownResult(
        await tryTrigger(
          trigger,
          sample,
          debugged ? await withDebugger(runner, trigger.file, report) : runner,
        ),
      );
      if (current === latest) await show({ ...attempt, state: 'done', result });
    };
    return {
      run,
      follows: (saved) =>
        file !== undefined &&
        workspace.getWorkspaceFolder(saved)?.uri.toString() ===
          workspace.getWorkspaceFolder(file)?.uri.toString(),
      receive: async (message) => {
        if (message.type === 'ready') {
          if (shown) await show(shown);
        } else if (message.action === 'open') {
          if (file) await openBeside(file);
        } else {
          if (message.action === 'session') chosen = (await context.session()) ?? chosen;
          if (message.action === 'sample') chosen = undefined;
          await run(message.action === 'debug');
        }
      },
      onClosed: () => {
        latest?.abort();
      },
    };
  };

  const panels = createPanels<HostMessage, ViewMessage, Controller>({
    extensionUri,
    bundle: 'tryTrigger',
    pageTitle: name,
    title: () => l10n.t`Cognito: ${name}`,
    readMessage,
    createController,
    report,
  });
  const runAll = (saved?: Uri): void => {
    for (const [, { run, follows }] of panels.controllers()) {
      if (saved === undefined || follows(saved)) run().catch(report);
    }
  };
  const saving = workspace.onDidSaveTextDocument(({ uri }) => {
    runAll(uri);
  });
  return {
    show: async () => {
      await context.trigger();
      if (panels.reveal(key) === undefined) panels.open(viewType, key, name, false);
      runAll();
    },
    dispose: () => {
      saving.dispose();
    },
  };
}

/** Shows a file in its editor, or else beside the panel. */
async function openBeside(file: Uri): Promise<void> {
  const open = window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
  await window.showTextDocument(file, { viewColumn: open?.viewColumn ?? ViewColumn.Beside, preview: false });
}

/** A runner whose process waits until the editor's debugger is attached. */
async function withDebugger(
  runner: TriggerRunner,
  file: string,
  report: TriggerPanelContext['report'],
): Promise<TriggerRunner> {
  const debugPort = await freePort();
  const attached = debug.startDebugging(workspace.getWorkspaceFolder(Uri.file(file)), {
    type: 'node',
    request: 'attach',
    name: l10n.t`Debug ${basename(file)}`,
    address: '127.0.0.1',
    port: debugPort,
    continueOnAttach: true,
    skipFiles: ['<node_internals>/**', runner.program],
  });
  attached.then(undefined, report);
  return { ...runner, debugPort, timeout: debugTime };
}
