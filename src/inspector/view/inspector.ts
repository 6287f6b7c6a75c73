import type { HostMessage, InspectorModel, ViewMessage, ViewState } from '../protocol';
import type { Host } from './buttons';
import '../../webview/view/base.css';
import '../../webview/view/notice.css';
import { Page } from './page';
import { poolTime } from './time';

interface Api {
  postMessage: (message: ViewMessage) => void;
  getState: () => ViewState | undefined;
  setState: (state: ViewState) => void;
}
declare function acquireVsCodeApi(): Api;

/** The longest a timer waits: it does not run while the computer sleeps. */
const longestWait = 3_600_000;

function start(main: HTMLElement): void {
  const api = acquireVsCodeApi();
  let model: InspectorModel | undefined;
  let tab = api.getState()?.tab;
  let timer: number | undefined;

  const remember = (): void => {
    if (model) api.setState({ profile: model.key, ...(tab === undefined ? {} : { tab }) });
  };
  const host: Host = {
    now: () => poolTime(model?.tokens, Date.now()),
    run: (action) => {
      api.postMessage({ type: 'run', action });
    },
    copyClaim: (source, name, what) => {
      api.postMessage({ type: 'copyClaim', source, name, what });
    },
    reveal: (token) => {
      api.postMessage({ type: 'reveal', token });
    },
    conceal: () => {
      api.postMessage({ type: 'conceal' });
    },
  };
  const page = new Page(main, host, tab, (chosen) => {
    tab = chosen;
    remember();
  });

  const paint = (): void => {
    if (model === undefined) return;
    window.clearTimeout(timer);
    const wait = page.show(model, host.now());
    // One millisecond on, or the text would be the same still.
    timer = window.setTimeout(paint, Math.min(wait + 1, longestWait));
  };

  window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => {
    switch (message.type) {
      case 'show':
        model = message.model;
        remember();
        paint();
        break;
      case 'raw':
        page.reveal(message.token, message.text);
        break;
      case 'conceal':
        page.conceal(false);
        break;
      case 'copied':
        page.copied(message.name, message.what);
        break;
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) page.conceal(true);
    else paint();
  });
  document.addEventListener('keydown', (event) => {
    const find = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (find && page.focusFilter()) event.preventDefault();
  });
  api.postMessage({ type: 'ready' });
}

const main = document.getElementById('inspector');
if (main) start(main);
