import '../../webview/view/language';
import type { HostMessage, ViewMessage } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/results.css';
import { start } from '../../webview/view/start';
import './triggers.css';
import { page } from './page';

start<HostMessage, ViewMessage>('tryTrigger', (message, host) => page(message?.attempt, host.postMessage));
