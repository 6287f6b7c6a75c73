import * as l10n from '@vscode/l10n';
import { commands, type Uri } from 'vscode';
import type { RecordedCall } from '../handover/proxy/proxyOfEntry';
import { createPanels, type Page, type PanelController } from '../webview/panels';
import type { ApiAnswer, SentToken } from './answer';
import { createCallList } from './callList';
import { readMessage, type HostMessage, type ViewMessage } from './protocol';

const viewType = 'cognito.apiCalls';
/** There is one panel, and its key is no profile. */
const key = 'apiCalls';
const name = l10n.t('API Calls');
/** How long calls are collected before the page shows them, in milliseconds. */
const collectTime = 100;

/** The panel with the last calls through the API proxies. It is empty again after a restart. */
export interface ApiCalls {
  readonly add: (call: RecordedCall) => void;
  readonly show: () => void;
  /** Explains an answer that the user has pasted, in the panel. @param sent as in CallList.addPasted */
  readonly explain: (answer: ApiAnswer, sent: SentToken | undefined, profile: string) => void;
  readonly dispose: () => void;
}

export interface ApiCallsContext {
  readonly extensionUri: Uri;
  readonly report: (error: unknown) => void;
}

export function createApiCalls({ extensionUri, report }: ApiCallsContext): ApiCalls {
  const list = createCallList();
  let timer: NodeJS.Timeout | undefined;

  const createController = (page: Page<HostMessage>): Controller => {
    const post = async (): Promise<void> => page.post({ type: 'show', calls: list.shown() });
    return { post, receive: (message) => receive(message, post), onClosed: () => undefined };
  };
  const receive = async (message: ViewMessage, post: () => Promise<void>): Promise<void> => {
    if (message.type === 'ready') await post();
    else if (message.type === 'start') await commands.executeCommand('cognito.startApiProxy');
    else {
      const act = list.actionOf(message.call);
      if (typeof act === 'function') await act();
      else if (act !== undefined) await commands.executeCommand(act.command, act.argument);
    }
  };
  const panels = createPanels<HostMessage, ViewMessage, Controller>({
    extensionUri,
    bundle: 'apiCalls',
    pageTitle: name,
    title: () => l10n.t`Cognito: ${name}`,
    readMessage,
    createController,
    report,
  });
  const update = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const [, { post }] of panels.controllers()) post().catch(report);
    }, collectTime);
  };
  const show = (): void => {
    if (panels.reveal(key) === undefined) panels.open(viewType, key, name, false);
  };
  return {
    add: (call) => {
      list.add(call);
      update();
    },
    show,
    explain: (answer, sent, profile) => {
      list.addPasted(answer, sent, profile);
      show();
      update();
    },
    dispose: () => {
      clearTimeout(timer);
    },
  };
}

/** The code behind the panel: it can also send the calls to the page. */
interface Controller extends PanelController<ViewMessage> {
  readonly post: () => Promise<void>;
}
