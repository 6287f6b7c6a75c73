import type { Hover, LogOutputChannel, Position, TextDocument } from 'vscode';
import type { CognitoClient } from '../cognitoClient';
import type { TokenKind } from '../core/token/anyToken';
import { comparePairs } from '../core/token/comparison';
import type { TokenClaims } from '../core/token/comparison';
import { CognitoError } from '../core/errors';
import { valueText } from '../core/jwt';
import type { Claims } from '../core/jwt';
import { logLine } from '../core/logLine';
import { explain } from '../core/problems';
import type { Profile } from '../core/profile/profile';
import type { Session, UserInfo } from '../core/session/session';
import { findProfile, readEntries } from '../profiles/settings';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { chooseCopy } from './chooseCopy';
import type { Copied } from './chooseCopy';
import { chooseOther } from './compareWith';
import type { Other } from './compareWith';
import { askForTokens } from './findTokens';
import { tokenHover } from './hover';
import { createPastedTokens } from './pasted';
import type { ClaimSource, Comparison, InspectorModel } from './protocol';
import { createRefreshHistory } from './refreshHistory';
import { claimsOf, inspectorModel, unknownProfileModel } from './sessionModel';
import { pastedClaims, pastedModel, places } from './tokenModel';

/** What a panel can ask for that is no command. */
export type PanelAction = 'compare' | 'endComparison' | 'verify' | 'refreshUserInfo';

/** Everything that reads tokens for people. A bundle of its own, loaded when something is first shown. */
export interface Inspection {
  /** What a panel shows. @param key a profile's name, or the key of pasted tokens */
  readonly model: (key: string) => Promise<InspectorModel>;
  /** A raw token, for the reader who asks to see it; undefined when it is not there or stays where it is. */
  readonly raw: (key: string, kind: TokenKind) => Promise<string | undefined>;
  /** The value of a claim; undefined when it is not there. */
  readonly claimValue: (key: string, source: ClaimSource, name: string) => Promise<string | undefined>;
  /** @throws CognitoError as a refresh */
  readonly act: (key: string, action: PanelAction) => Promise<void>;
  /** Finds tokens, or asks for them. @returns their panel's key; undefined when the user cancels */
  readonly inspectToken: (place: unknown) => Promise<string | undefined>;
  /** Asks what to copy of a session and as what. @returns undefined when the user cancels */
  readonly chooseCopy: (profile: Profile, session: Session) => Promise<Copied | undefined>;
  readonly hover: (document: TextDocument, position: Position) => Hover | undefined;
  /** A panel was closed: what was kept for it goes. */
  readonly forget: (key: string) => void;
}

export interface InspectionContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: SessionStore;
  readonly refresher: Pick<Refresher, 'fresh'>;
  /** The profile whose sign-in waits for the browser. */
  readonly waiting: () => string | undefined;
  /** What a panel shows has changed. */
  readonly changed: (key: string) => void;
  readonly log: LogOutputChannel;
}

export function createInspection(context: InspectionContext): Inspection {
  const { client, store, refresher, waiting, changed, log } = context;
  const history = createRefreshHistory();
  const pasted = createPastedTokens({ client, store, entries: readEntries, changed });
  const others = new Map<string, Other>();
  /** USERINFO's newer answers, by sign-in. The stored session keeps its own: a refresh may be writing it just now. */
  const answers = new Map<string, UserInfo>();
  const asking = new Set<string>();

  const find = async (key: string): Promise<Session | undefined> => {
    const profile = findProfile(key);
    return profile && (await store.find(profile));
  };

  const signedIn = async (profile: Profile): Promise<Session> => {
    const session = await store.find(profile);
    if (session === undefined) throw new CognitoError('session_missing');
    return session;
  };

  const claimsIn = async (key: string): Promise<TokenClaims | undefined> => {
    const tokens = pasted.get(key)?.tokens;
    if (tokens) return pastedClaims(tokens);
    const session = await find(key);
    return session && claimsOf(session);
  };

  const comparison = async (
    key: string,
    title: string,
    claims: TokenClaims,
  ): Promise<readonly Comparison[]> => {
    const other = others.get(key);
    // What cannot be read just now is not compared with; the rest is shown all the same.
    const says = await other?.claims().catch(() => undefined);
    return other && says ? [comparePairs(claims, says, [title, other.title], 'other')] : [];
  };

  const profileModel = async (name: string): Promise<InspectorModel> => {
    const profile = findProfile(name);
    if (profile === undefined) return unknownProfileModel(name);
    const state = { waiting: waiting() === name, asking: asking.has(name) };
    let session: Session | undefined;
    try {
      session = await store.find(profile);
    } catch (error) {
      log.error(logLine(error));
      const { what, why, next } = explain(error, { profile: name });
      return inspectorModel(profile, undefined, { ...state, problem: `${what} ${why} ${next}` });
    }
    if (session === undefined) return inspectorModel(profile, undefined, state);
    const refreshed = history.follow(session);
    const comparisons = [
      ...(refreshed === undefined ? [] : [refreshed]),
      ...(await comparison(name, name, claimsOf(session))),
    ];
    const userInfo = answers.get(session.id) ?? session.userInfo;
    return inspectorModel(profile, { ...session, userInfo }, { ...state, comparisons });
  };

  const refreshUserInfo = async (profile: Profile): Promise<void> => {
    asking.add(profile.name);
    changed(profile.name);
    try {
      const session = await refresher.fresh(await signedIn(profile));
      answers.set(session.id, await (await client()).userInfo(session));
    } finally {
      asking.delete(profile.name);
      changed(profile.name);
    }
  };

  const compare = async (key: string): Promise<void> => {
    const sessions = await Promise.all(
      readEntries().map(async ({ profile: { name } }) => ({
        name,
        session: await find(name).catch(() => undefined),
      })),
    );
    const names = sessions.filter(({ session, name }) => session && name !== key).map(({ name }) => name);
    const panels = pasted.list().filter((panel) => panel.key !== key);
    const other = await chooseOther([
      ...names.map((name) => ({ title: name, claims: () => claimsIn(name) })),
      ...panels.map((panel) => ({ title: panel.heading, claims: () => claimsIn(panel.key) })),
    ]);
    if (other === undefined) return;
    others.set(key, other);
    changed(key);
  };

  return {
    model: async (key) => {
      const found = pasted.get(key);
      if (found === undefined) return profileModel(key);
      const comparisons = await comparison(key, found.heading, pastedClaims(found.tokens));
      return pastedModel(key, found.heading, found.tokens, { ...found, comparisons });
    },
    raw: async (key, kind) => {
      const tokens = pasted.get(key)?.tokens;
      if (tokens) {
        return places.map((place) => tokens[place]).find((found) => found?.kind === kind)?.token;
      }
      // A session's refresh token stays in the secret storage.
      if (kind !== 'id' && kind !== 'access') return undefined;
      const session = await find(key);
      return kind === 'id' ? session?.idToken : session?.accessToken;
    },
    claimValue: async (key, source, name) => {
      const claims =
        source === 'userInfo' ? await userInfoOf(key) : (await claimsIn(key))?.[sourceOf(source)];
      return claims && Object.hasOwn(claims, name) ? valueText(claims[name], 2) : undefined;
    },
    act: async (key, action) => {
      const profile = findProfile(key);
      if (action === 'compare') await compare(key);
      else if (action === 'verify') await pasted.verify(key);
      else if (action === 'endComparison') {
        others.delete(key);
        changed(key);
      } else if (profile) await refreshUserInfo(profile);
    },
    inspectToken: async (place) => {
      const tokens = await askForTokens(place);
      return tokens && pasted.take(tokens);
    },
    chooseCopy,
    hover: tokenHover,
    forget: (key) => {
      pasted.forget(key);
      others.delete(key);
    },
  };

  async function userInfoOf(key: string): Promise<Claims | undefined> {
    const session = await find(key);
    const answer = session && (answers.get(session.id) ?? session.userInfo);
    return answer?.state === 'answered' ? answer.claims : undefined;
  }
}

function sourceOf(kind: TokenKind): keyof TokenClaims {
  return kind === 'id' || kind === 'access' ? kind : 'other';
}
