import { render } from 'lit';
import type { HostMessage, ViewMessage, ViewState } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/results.css';
import './appClientCheck.css';
import { page } from './page';

interface Host {
  postMessage: (message: ViewMessage) => void;
  setState: (state: ViewState) => void;
}
declare function acquireVsCodeApi(): Host;

function start(main: HTMLElement): void {
  const host = acquireVsCodeApi();
  const act = (action: string): void => {
    host.postMessage({ type: 'act', action });
  };
  window.addEventListener('message', ({ data: { report } }: MessageEvent<HostMessage>) => {
    host.setState({ profile: report.name });
    render(page(report, act), main);
  });
  render(page(undefined, act), main);
  host.postMessage({ type: 'ready' });
}

const main = document.getElementById('appClientCheck');
if (main) start(main);
