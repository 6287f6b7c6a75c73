import '../../webview/view/language';
import type { HostMessage, ViewMessage, ViewState } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/results.css';
import { start } from '../../webview/view/start';
import './appClientCheck.css';
import { page } from './page';

start<HostMessage, ViewMessage>('appClientCheck', (message, host) => {
  if (message) host.setState({ profile: message.report.name } satisfies ViewState);
  return page(message?.report, (action) => {
    host.postMessage({ type: 'act', action });
  });
});
