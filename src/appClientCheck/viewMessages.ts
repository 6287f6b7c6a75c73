import type { ViewMessage } from './protocol';

/** A message says that the page is ready, or names a button; anything else is not ours. */
export function readMessage(message: unknown): ViewMessage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  if (message.type === 'ready') return { type: 'ready' };
  if (message.type !== 'act' || !('action' in message) || typeof message.action !== 'string') {
    return undefined;
  }
  return { type: 'act', action: message.action };
}
