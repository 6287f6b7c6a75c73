import * as l10n from '@vscode/l10n';
import { claimsOf } from '../core/jwt';
import type { LevelRequest } from '../core/levels';
import type { RecordedCall } from '../handover/proxy/proxyOfEntry';
import type { ApiAnswer, SentToken } from './answer';
import type { CauseAction, Explanation } from './causes';
import { explainAnswer } from './explainAnswer';
import type { CallAction, ShownCall } from './protocol';

/** A command that a button runs, with its argument. */
export interface CallCommand {
  readonly command: string;
  readonly argument:
    string | (LevelRequest & { readonly profileName: string; readonly user: string | undefined });
}

/** The last API calls of this window. Answers and tokens are used to explain a refusal, and are not kept. */
export interface CallList {
  /** The newest one first. */
  readonly shown: () => readonly ShownCall[];
  readonly add: (call: RecordedCall) => void;
  /** Adds an answer that the user has pasted. @param sent the token that the user has sent; undefined when it is not known */
  readonly addPasted: (answer: ApiAnswer, sent: SentToken | undefined, profile: string) => void;
  /** What the button of a call does. @returns undefined when the call has no button */
  readonly actionOf: (id: number) => (() => Promise<void>) | CallCommand | undefined;
}

const longestList = 100;

interface Entry {
  readonly shown: ShownCall;
  readonly act?: (() => Promise<void>) | CallCommand | undefined;
}

/** @param now milliseconds since 1970 */
export function createCallList(now: () => number = Date.now): CallList {
  let entries: readonly Entry[] = [];
  let lastId = 0;
  const push = (shown: Omit<ShownCall, 'id'>, act?: Entry['act']): void => {
    lastId += 1;
    entries = [{ shown: { ...shown, id: lastId }, act }, ...entries].slice(0, longestList);
  };
  return {
    shown: () => entries.map(({ shown }) => shown),
    add: (call) => {
      const { proxy, method, path, status, duration, kind, refusal } = call;
      const isOther = kind !== proxy.token;
      const base = { at: now(), proxy: proxy.name, method, path, status, duration };
      const note = isOther ? sentNotes[kind] : undefined;
      if (refusal !== undefined) {
        const sent = call.token === undefined ? undefined : sentToken(call, call.token);
        const explanation = explainAnswer(refusal, sent);
        const { button, act } = offer(explanation, call);
        push({ ...base, note, explanation: textOf(explanation), action: button }, act);
      } else if (isOther && status < 400) {
        push({ ...base, note, explanation: worked(kind), action: openProxies.button }, openProxies.act);
      } else push({ ...base, note });
    },
    addPasted: (answer, sent, profile) => {
      const explanation = explainAnswer(answer, sent);
      const { button, act } = offer(explanation, { proxy: { profile } });
      const base = { at: now(), proxy: '', method: '', path: l10n.t('pasted answer'), status: answer.status };
      push({ ...base, explanation: textOf(explanation), action: button }, act);
    },
    actionOf: (id) => entries.find(({ shown }) => shown.id === id)?.act,
  };
}

const tokenNames = { access: l10n.t('access token'), id: l10n.t('ID token') } as const;
const sentNotes = { access: l10n.t('sent the access token'), id: l10n.t('sent the ID token') } as const;

function sentToken({ kind, hasOther }: Pick<RecordedCall, 'kind' | 'hasOther'>, token: string): SentToken {
  return { kind, hasOther, claims: claimsOf(token) };
}

/** The texts of an explanation, without what is for the program alone. */
function textOf({ what, why, next }: Explanation): NonNullable<ShownCall['explanation']> {
  return { what, why, next };
}

function worked(kind: RecordedCall['kind']): NonNullable<ShownCall['explanation']> {
  return {
    what: l10n.t`The API accepts the ${tokenNames[kind]}.`,
    why: l10n.t('The same request with the other token was refused.'),
    next: l10n.t`Set “token” of this API proxy to “${kind}”.`,
  };
}

interface Offer {
  readonly button?: CallAction;
  readonly act?: Entry['act'];
}

const openProxies: Required<Offer> = {
  button: { id: 'open_api_proxies', title: l10n.t('Open Settings'), icon: 'settings-gear' },
  act: { command: 'workbench.action.openSettings', argument: 'cognito.apiProxies' },
};

const profileActions: Readonly<
  Partial<Record<CauseAction, { readonly title: string; readonly icon: string; readonly command: string }>>
> = {
  sign_in: { title: l10n.t('Sign In'), icon: 'sign-in', command: 'cognito.signIn' },
  refresh: { title: l10n.t('Refresh Tokens'), icon: 'refresh', command: 'cognito.refreshTokens' },
  check_app_client: {
    title: l10n.t('Check App Client'),
    icon: 'checklist',
    command: 'cognito.checkAppClient',
  },
  open_setting: { title: l10n.t('Edit Profile'), icon: 'edit', command: 'cognito.editProfile' },
};

/** The button of an explanation. A request that cannot be repeated gets the settings in which the token is chosen. */
function offer(
  { action, level }: Pick<Explanation, 'action' | 'level'>,
  {
    proxy,
    tryOther,
  }: {
    readonly proxy: { readonly profile: string; readonly user?: string | undefined };
    readonly tryOther?: RecordedCall['tryOther'];
  },
): Offer {
  if (action === undefined) return {};
  if (action === 'try_id_token' || action === 'try_access_token') {
    if (tryOther === undefined) return openProxies;
    const title =
      action === 'try_id_token' ? l10n.t('Try with the ID Token') : l10n.t('Try with the Access Token');
    return { button: { id: action, title, icon: 'debug-restart' }, act: tryOther };
  }
  if (action === 'sign_in_with_level') {
    const argument = { profileName: proxy.profile, user: proxy.user, ...level };
    return {
      button: { id: action, title: levelTitle(level), icon: 'shield' },
      act: { command: 'cognito.signInWithLevel', argument },
    };
  }
  const known = profileActions[action];
  if (known === undefined) return {};
  const { title, icon, command } = known;
  return { button: { id: action, title, icon }, act: { command, argument: proxy.profile } };
}

/** Without a level and an age, the command asks for a level. */
function levelTitle({ acrValues, maxAge }: LevelRequest = {}): string {
  if (acrValues !== undefined) return l10n.t('Sign In with This Level');
  return maxAge === undefined ? l10n.t('Choose a Level') : l10n.t('Sign In Again');
}
