import type { ViewMessage, ViewState } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/notice.css';
import './appClientCheck.css';
import { readReport } from './messages';
import { createPage } from './page';

interface Host {
  postMessage: (message: ViewMessage) => void;
  setState: (state: ViewState) => void;
}
declare function acquireVsCodeApi(): Host;

function start(main: HTMLElement): void {
  const host = acquireVsCodeApi();
  const page = createPage(main, (action) => {
    host.postMessage({ type: 'act', action });
  });
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const report = readReport(event.data);
    if (report === undefined) return;
    host.setState({ profile: report.profile });
    page.show(report);
  });
  host.postMessage({ type: 'ready' });
}

const main = document.getElementById('appClientCheck');
if (main) start(main);
