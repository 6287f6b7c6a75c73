import * as l10n from '@vscode/l10n';
import { parseExact, stringifyExact } from '../../core/exactJson';
import { isExactNumber } from '../../core/exactNumber';
import { cognitoPool, originalForm } from '../../core/issuer';
import { furthestTime } from '../../core/jwt';
import { isRecord } from '../../core/members';
import { scopeMeaning, scopesOf } from '../../core/scopes';
import { truncate } from '../../core/text';
import { levelMeaning, methodMeaning } from './claimMeanings';

/** One part of a value: a group, a scope, a part of an ARN, an identity. */
export interface Part {
  readonly text: string;
  readonly note?: string;
}

const mostParts = 500;
const longestPart = 1000;
/** A value that is nested deeper is shown as an ellipsis from there on. */
const deepest = 50;

/**
 * A claim's value as text: text as it is, anything else as JSON, to a depth of 50.
 * @param indent as in JSON.stringify
 * @returns empty text for undefined
 */
export function claimText(value: unknown, indent?: number): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : stringifyExact(cutDeep(value, deepest), indent);
}

function cutDeep(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => cutDeep(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cutDeep(item, levels - 1)]));
}

/** Longer texts are not read as JSON, in characters. */
const longestJson = 10_000;

/** What a text holds when it is the JSON of a list or an object: triggers of version 1 can write only text. */
export function jsonInText(value: unknown): object | undefined {
  if (typeof value !== 'string' || value.length > longestJson || !/^\s*[[{]/.test(value)) return undefined;
  return parsed(value) as object | undefined;
}

/** The parts of a claim's value; empty for a value without parts. */
export function partsOf(name: string, value: unknown): readonly Part[] {
  const held = jsonInText(value);
  if (held !== undefined && name !== 'identities') {
    return Array.isArray(held) ? partsOf(name, held) : memberParts(held);
  }
  switch (name) {
    case 'scope':
      return Array.isArray(value) ? listParts(value) : scopeParts(value);
    case 'cognito:groups':
      return listParts(value, groupNote);
    case 'acr':
      return typeof value === 'string' ? [part(value, levelMeaning(value))] : [];
    case 'amr':
      return listParts(value, methodMeaning);
    case 'identities':
      return identityParts(value);
    case 'iss':
      return typeof value === 'string' ? issuerParts(value) : [];
    default:
      return typeof value === 'string' ? arnParts(value) : listParts(value, arnNote);
  }
}

/** The scopes of an access token with their meanings. Source: RFC 6749 3.3. @param scope the claim's value */
export function scopeParts(scope: unknown): readonly Part[] {
  return some(scopesOf(scope).map((name) => part(name, scopeMeaning(name))));
}

function part(text: string, note: string | undefined): Part {
  return { text: truncate(text, longestPart), note };
}

function some(parts: readonly Part[]): readonly Part[] {
  if (parts.length <= mostParts) return parts;
  return [...parts.slice(0, mostParts), { text: l10n.t`… and ${parts.length - mostParts} more` }];
}

/** The items of a list of plain values. A list with objects has no parts. */
function listParts(value: unknown, note?: (text: string) => string | undefined): readonly Part[] {
  if (!Array.isArray(value)) return [];
  const items = value as readonly unknown[];
  if (items.some((item) => typeof item === 'object' && item !== null && !isExactNumber(item))) return [];
  return some(
    items.map((item) => {
      const text = claimText(item);
      return part(text, note?.(text));
    }),
  );
}

/** The members of an object. */
function memberParts(object: object): readonly Part[] {
  return some(Object.entries(object).map(([name, value]: [string, unknown]) => part(claimText(value), name)));
}

/** Cognito creates a group for the users of each identity provider: the pool's id, "_" and the provider's name. */
function groupNote(group: string): string | undefined {
  const provider = /^[a-z]{2,4}(?:-[a-z]+)+-\d+_[0-9a-zA-Z]+_(.+)$/.exec(group)?.[1];
  return provider === undefined
    ? undefined
    : l10n.t`Created by Cognito for the users of the identity provider ${provider}`;
}

/** Source: AWS general reference, "Amazon Resource Names". */
const arnPattern = /^arn:([^:\s]*):([^:\s]*):([^:\s]*):([^:\s]*):(\S+)$/;

function arnNote(text: string): string | undefined {
  const [, , service = '', region = '', account = '', resource = ''] = arnPattern.exec(text) ?? [];
  if (service === '') return undefined;
  return [`${service} ${resource}`, region, account && l10n.t`account ${account}`].filter(Boolean).join(', ');
}

function arnParts(text: string): readonly Part[] {
  const [, partition = '', service = '', region = '', account = '', resource = ''] =
    text.length > 2048 ? [] : (arnPattern.exec(text) ?? []);
  const parts = [
    { text: resource, note: l10n.t('resource') },
    { text: service, note: l10n.t('service') },
    { text: account, note: l10n.t('account') },
    { text: region, note: l10n.t('Region') },
    { text: partition, note: l10n.t('partition') },
  ];
  return parts.filter(({ text }) => text !== '');
}

function issuerParts(issuer: string): readonly Part[] {
  const pool = cognitoPool(issuer);
  if (pool === undefined) return [];
  const parts = [
    { text: pool.userPoolId, note: l10n.t('user pool') },
    { text: pool.region, note: l10n.t('Region') },
  ];
  if (issuer === originalForm(issuer)) return parts;
  return [...parts, { text: l10n.t('updated issuer'), note: l10n.t('the newer form of the issuer') }];
}

/** USERINFO gives the list as text. Source: AWS, "Understanding the identity (ID) token", `identities`. */
function identityParts(value: unknown): readonly Part[] {
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list)) return [];
  return some(
    list.filter(isRecord).map(({ providerName, providerType, userId, primary, dateCreated }) => {
      const linked = dateCreated === undefined ? 0 : Number(dateCreated);
      const notes = [
        typeof userId === 'string' && l10n.t`user ${userId}`,
        typeof providerType === 'string' && providerType,
        String(primary) === 'true' && l10n.t('primary'),
        linked > 0 && linked < furthestTime && l10n.t`linked ${new Date(linked).toISOString().slice(0, 10)}`,
      ].filter(Boolean);
      const name = typeof providerName === 'string' ? providerName : l10n.t('Unnamed provider');
      return part(name, notes.length === 0 ? undefined : notes.join(', '));
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
