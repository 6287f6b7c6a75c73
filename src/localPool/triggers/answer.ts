import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isRecord, member } from '../../core/members';
import { responseMember, type TriggerVersion } from './triggerEvent';
import { unreadableAnswer } from './triggerFailure';

const texts = v.optional(v.nullish(v.array(v.string()), []), []);
// An object as it is: Valibot's own objects leave out members that are named like those of every object.
const claims = v.optional(v.nullish(v.custom<Readonly<Record<string, unknown>>>(isRecord), {}), {});

const claimChanges = v.object({ claimsToAddOrOverride: claims, claimsToSuppress: texts });
const groups = v.object({
  groupsToOverride: v.nullish(v.array(v.string())),
  iamRolesToOverride: v.nullish(v.array(v.string())),
  preferredRole: v.nullish(v.string()),
});
const accessChanges = v.object({
  ...claimChanges.entries,
  scopesToAdd: texts,
  scopesToSuppress: texts,
});

/** null and an empty object take every group away; a missing one changes nothing. */
const groupOverrideDetails = v.optional(v.nullable(groups));

const versionOne = v.object({ ...claimChanges.entries, groupOverrideDetails });
const laterVersions = v.object({
  idTokenGeneration: v.nullish(claimChanges, {}),
  accessTokenGeneration: v.nullish(accessChanges, {}),
  groupOverrideDetails,
});

/** Changes of claims that a trigger asks for. */
export type ClaimChanges = v.InferOutput<typeof claimChanges>;

/** The changes that a trigger asks for. */
export type TriggerChanges = v.InferOutput<typeof laterVersions>;

const none: TriggerChanges = v.parse(laterVersions, {});

/**
 * Reads the changes in the answer of a trigger.
 *
 * Source: as `triggerEvent`. Version 1 changes the ID token, and groups in both tokens; its claims are strings.
 * @throws TriggerFailure `Unrecognizable lambda output`
 */
export function readChanges(version: TriggerVersion, answer: unknown): TriggerChanges {
  const response = member(answer, 'response');
  if (!isRecord(response)) throw unreadableAnswer(l10n.t('it is not the event with its response.'));
  const name = responseMember(version);
  const details = member(response, name);
  if (details === undefined || details === null) return none;
  if (version !== 'V1_0') return parsed(laterVersions, details, name);
  const { groupOverrideDetails: overridden, ...idTokenGeneration } = parsed(versionOne, details, name);
  const listed = Object.entries(idTokenGeneration.claimsToAddOrOverride).find(
    ([, value]) => typeof value === 'object' && value !== null,
  );
  if (listed) throw unreadableAnswer(l10n.t`the claim ${listed[0]} is not text, and V1_0 can set text only.`);
  return { ...none, idTokenGeneration, groupOverrideDetails: overridden };
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  details: unknown,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, details);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = ['response', name, v.getDotPath(issue)].filter(Boolean).join('.');
  throw unreadableAnswer(l10n.t`${path} has the wrong type.`);
}
