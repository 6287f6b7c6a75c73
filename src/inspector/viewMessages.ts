import * as v from 'valibot';
import { inspectorActions, type InspectorAction, type ViewMessage } from './protocol';

const kinds = ['id', 'access', 'refresh', 'other'] as const;
const messageSchema = v.variant('type', [
  v.object({ type: v.picklist(['ready', 'conceal']) }),
  v.object({
    type: v.literal('run'),
    action: v.picklist(Object.keys(inspectorActions) as InspectorAction[]),
  }),
  v.object({ type: v.literal('reveal'), token: v.picklist(kinds) }),
  v.object({
    type: v.literal('copyClaim'),
    source: v.picklist([...kinds, 'userInfo']),
    name: v.string(),
    what: v.picklist(['name', 'value']),
  }),
]);

/** Reads a message of the view. @returns undefined for a message of any other shape */
export function readMessage(message: unknown): ViewMessage | undefined {
  const { success, output } = v.safeParse(messageSchema, message);
  return success ? output : undefined;
}
