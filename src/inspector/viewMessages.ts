import { isRecord } from '../core/members';
import { inspectorActions, type ClaimSource, type InspectorAction, type ViewMessage } from './protocol';
import type { TokenKind } from './model/anyToken';

const actions = Object.keys(inspectorActions) as readonly InspectorAction[];
const kinds: readonly TokenKind[] = ['id', 'access', 'refresh', 'other'];
const sources: readonly ClaimSource[] = [...kinds, 'userInfo'];
const whats: readonly ('name' | 'value')[] = ['name', 'value'];

/** Reads a message of the view. @returns undefined for a message of any other shape */
export function readMessage(message: unknown): ViewMessage | undefined {
  if (!isRecord(message)) return undefined;
  const { type, action, token, source, name, what } = message;
  switch (type) {
    case 'ready':
    case 'conceal':
      return { type };
    case 'run': {
      const known = oneOf(actions, action);
      return known && { type, action: known };
    }
    case 'reveal': {
      const known = oneOf(kinds, token);
      return known && { type, token: known };
    }
    case 'copyClaim': {
      const from = oneOf(sources, source);
      const part = oneOf(whats, what);
      return from && part && typeof name === 'string' ? { type, source: from, name, what: part } : undefined;
    }
    default:
      return undefined;
  }
}

function oneOf<T>(known: readonly T[], value: unknown): T | undefined {
  return known.find((candidate) => candidate === value);
}
