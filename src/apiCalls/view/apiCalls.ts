import '../../webview/view/language';
import type { HostMessage, ViewMessage } from '../protocol';
import '../../webview/view/base.css';
import { start } from '../../webview/view/start';
import './apiCalls.css';
import { page } from './page';

start<HostMessage, ViewMessage>('apiCalls', (message, host) => page(message?.calls, host.postMessage));
