import { render } from 'lit';
import type { HostMessage, ViewMessage } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/results.css';
import './triggers.css';
import { page } from './page';

interface Host {
  postMessage: (message: ViewMessage) => void;
}
declare function acquireVsCodeApi(): Host;

function start(main: HTMLElement): void {
  const host = acquireVsCodeApi();
  const send = (message: ViewMessage): void => {
    host.postMessage(message);
  };
  window.addEventListener('message', ({ data: { attempt } }: MessageEvent<HostMessage>) => {
    render(page(attempt, send), main);
  });
  render(page(undefined, send), main);
  send({ type: 'ready' });
}

const main = document.getElementById('tryTrigger');
if (main) start(main);
