import { member } from '../core/members';
import type { ViewMessage } from './protocol';

/** Reads a message of the page. @returns undefined for a message that the page does not send */
export function readMessage(message: unknown): ViewMessage | undefined {
  const type = member(message, 'type');
  const action = member(message, 'action');
  if (type === 'ready') return { type };
  return type === 'act' && typeof action === 'string' ? { type, action } : undefined;
}
