import type { InspectorModel, ViewMessage, ViewState } from '../protocol';
import './inspector.css';
import { isHostMessage } from './messages';
import { Page } from './page';

interface Host {
  postMessage: (message: ViewMessage) => void;
  setState: (state: ViewState) => void;
}
declare function acquireVsCodeApi(): Host;

/** The longest a timer waits: it does not run while the computer sleeps. */
const longestWait = 3_600_000;

function start(main: HTMLElement): void {
  const host = acquireVsCodeApi();
  const page = new Page(main, (action) => {
    host.postMessage({ type: 'run', action });
  });
  let model: InspectorModel | undefined;
  let timer: number | undefined;

  const paint = (): void => {
    if (model === undefined) return;
    window.clearTimeout(timer);
    const wait = page.show(model, Date.now());
    // One millisecond on, or the text would be the same still.
    timer = window.setTimeout(paint, Math.min(wait + 1, longestWait));
  };

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!isHostMessage(event.data) || event.data.type !== 'show') return;
    model = event.data.model;
    host.setState({ profile: model.heading });
    paint();
  });
  document.addEventListener('visibilitychange', paint);
  host.postMessage({ type: 'ready' });
}

const main = document.getElementById('inspector');
if (main) start(main);
