import * as l10n from '@vscode/l10n';
import { issuerOfPool } from '../../core/issuer';
import { withCommas } from '../../core/text';
import { cleanDraft, type CleanDraft } from './profileDraft';
import { poolIn, recogniseAddress, type Reading } from './recogniseAddress';

/** What a text is, and its draft. */
export interface Recognised extends CleanDraft {
  /** A text without a full stop: "Login page of my-app.auth.us-east-1.amazoncognito.com". */
  readonly what: string;
}

const longest = 8192;

/** Why a text cannot be used, in whole sentences. It never repeats the text. */
export interface Refused {
  readonly inputError: string;
}

/**
 * Recognises a pasted text that names a user pool or an app client: the pool's id, ARN, issuer or page in the AWS
 * console, the sign-in domain, a login page's address, an app client's id, or several of these side by side.
 * @returns undefined for an empty text
 */
export function recognise(text: string): Recognised | Refused | undefined {
  const recognised = recogniseWords(text);
  return typeof recognised === 'string' ? { inputError: recognised } : recognised;
}

/** Several values side by side, such as a pool id and a client id, complete each other and must not contradict. */
function recogniseWords(text: string): Recognised | string | undefined {
  if (text.length > longest) return l10n.t('This is too long to be an id or an address.');
  const words = wordsOf(text.trim());
  if (words.length === 0) return undefined;
  if (words.length > 8) return l10n.t('These are too many words. Paste an id or an address.');
  const raw: Record<string, unknown> = {};
  const whats: string[] = [];
  const ownNotes: string[] = [];
  for (const word of words) {
    const reading = read(word);
    if (typeof reading === 'string') return reading;
    for (const [field, value] of Object.entries(reading.raw)) {
      if (value === undefined) continue;
      if (raw[field] !== undefined && raw[field] !== value) {
        return l10n.t('These belong to different user pools or app clients. Paste those of one.');
      }
      raw[field] = value;
    }
    whats.push(whats.length === 0 ? reading.what : reading.also);
    if (reading.note !== undefined && words.length === 1) ownNotes.push(reading.note);
  }
  const { draft, notes } = cleanDraft(raw);
  return { what: withCommas(whats), draft, notes: [...ownNotes, ...notes] };
}

function wordsOf(text: string): readonly string[] {
  // A URL may contain spaces between its scopes.
  if (/^["'`<]?https?:\/\/\S+\?\S*=/.test(text)) return [unwrap(text.replaceAll(/\s+/g, '%20'))];
  return text
    .split(/\s+/)
    .flatMap((word) => (word.includes('/') ? [word.replace(/[,;]$/, '')] : word.split(/[,;]/)))
    .map(unwrap)
    .filter((word) => word !== '' && !isLabel(word));
}

/** Each reads one kind of text. The most specific ones come first. */
const readers: readonly ((text: string) => Reading)[] = [
  readSecret,
  readArn,
  readPoolId,
  recogniseAddress,
  readClientId,
];

function read(word: string): Exclude<Reading, undefined> {
  for (const reader of readers) {
    const reading = reader(word);
    if (reading !== undefined) return reading;
  }
  return /^[a-z0-9-]+$/i.test(word)
    ? l10n.t('This could be a domain prefix. Paste the whole domain: PREFIX.auth.REGION.amazoncognito.com.')
    : l10n.t(
        'This is not recognised. Paste a user pool id, an issuer, a sign-in domain, a login page URL or an ARN.',
      );
}

/** Removes quotes, brackets and names that were copied from code with a value. */
function unwrap(word: string): string {
  return word
    .replace(/^["'`]?[A-Za-z_][\w.-]*["'`]?\s*(?:=|:(?!\/\/))(?=["'`]|[a-z]{2,4}-[a-z]+-\d+_)/, '')
    .replace(/^["'`<({[]+|["'`>)}\]]+$/g, '');
}

/** The name of a value that stands apart from it: `userPoolId:`. */
function isLabel(word: string): boolean {
  return /^[A-Za-z_][\w-]*["'`]?[:=]$/.test(word);
}

/** Secrets, which must not be pasted into a box that shows its text. */
function readSecret(text: string): Reading {
  if (/^eyJ[\w-]*\.[\w-]*(?:\.[\w-]*)*$/.test(text)) {
    return l10n.t(
      'This is a token: it says who signed in, not where to. Cognito: Inspect Any Token reads it.',
    );
  }
  if (/^(?:AKIA|ASIA)[A-Z0-9]{16}$/.test(text)) {
    return l10n.t('This is an AWS access key. The extension needs no AWS credentials.');
  }
  // App client ids have about 26 characters, app client secrets about 52. Source: AWS, UserPoolClientType.
  if (/^(?=.*\d)[a-z0-9]{40,64}$/.test(text)) {
    return l10n.t(
      'This looks like an app client secret. Add the profile first, then run Cognito: Set Client Secret.',
    );
  }
  return undefined;
}

/** Source: AWS, "Actions, resources, and condition keys for Amazon Cognito User Pools". */
function readArn(text: string): Reading {
  if (!text.startsWith('arn:')) return undefined;
  const [, partition = '', service = '', region = '', , ...rest] = text.split(':');
  const [kind, userPoolId = '', sub, clientId] = rest.join(':').split('/');
  if (!/^aws(-[a-z]+)*$/.test(partition)) return l10n.t('This ARN names no AWS partition.');
  if (service === 'cognito-identity') return identityPool;
  if (service !== 'cognito-idp' || kind !== 'userpool') {
    return l10n.t('This ARN is not a user pool’s: that has cognito-idp and userpool in it.');
  }
  if (issuerOfPool(userPoolId) === undefined) return l10n.t('This ARN has no user pool id in it.');
  const { raw, note } = poolIn(region, userPoolId);
  return {
    what: l10n.t`User pool ${userPoolId}, from its ARN`,
    also: l10n.t`user pool ${userPoolId}, from its ARN`,
    raw: { ...raw, clientId: sub === 'client' ? clientId : undefined },
    note,
  };
}

const identityPool = l10n.t(
  'This is an identity pool. People sign in to a user pool, whose id looks like us-east-1_AbCdEf123.',
);

function readPoolId(text: string): Reading {
  if (/^[\w-]+:[0-9a-f]{8}-[0-9a-f-]+$/i.test(text)) return identityPool;
  if (issuerOfPool(text) !== undefined) {
    return { what: l10n.t`User pool ${text}`, also: l10n.t`user pool ${text}`, raw: { userPoolId: text } };
  }
  if (/^[\w-]+_[0-9a-zA-Z]+$/.test(text) && !/^[A-Z_]+$/.test(text)) {
    return l10n.t(
      'This has no AWS Region before its underscore. A user pool id looks like us-east-1_AbCdEf123.',
    );
  }
  return undefined;
}

function readClientId(text: string): Reading {
  return /^(?=.*\d)(?=.*[a-z])[a-z0-9]{20,39}$/.test(text)
    ? { what: l10n.t`App client ${text}`, also: l10n.t`app client ${text}`, raw: { clientId: text } }
    : undefined;
}
