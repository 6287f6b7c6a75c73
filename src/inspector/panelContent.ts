import type { LogOutputChannel } from 'vscode';
import { valueText, type Claims } from '../core/jwt';
import { logLine } from '../core/logLine';
import type { Session } from '../core/session';
import { explain } from '../problems/explain';
import { findProfile } from '../profiles/settings';
import type { SessionStore } from '../sessions/store';
import type { Comparisons } from './compareWith';
import type { TokenKind } from './model/anyToken';
import { sessionModel, signedOutModel, unknownProfileModel } from './model/sessionModel';
import { pastedModel } from './model/tokenModel';
import { claimsOf, readSession, slotOf, type TokenClaims } from './model/tokenSet';
import type { PastedTokens } from './pastedTokens';
import type { ClaimSource, InspectorModel } from './protocol';
import type { SessionMemory } from './sessionMemory';
import type { UserInfoOnDemand } from './userInfoOnDemand';

/** What the panels show and copy. The key of a panel is the name of a profile, or the key of pasted tokens. */
export interface PanelContent {
  readonly model: (key: string) => Promise<InspectorModel>;
  /** A raw token. @returns undefined when there is no such token, and for the refresh token of a session */
  readonly raw: (key: string, kind: TokenKind) => Promise<string | undefined>;
  /** The whole value of a claim as text. @returns undefined when there is no such claim */
  readonly claimValue: (key: string, source: ClaimSource, name: string) => Promise<string | undefined>;
  /** The claims of a panel's tokens. @returns undefined when there are no tokens */
  readonly claims: (key: string) => Promise<TokenClaims | undefined>;
  /** The session of a profile. @returns undefined when there is no session, or no such profile */
  readonly session: (profile: string) => Promise<Session | undefined>;
}

interface Context {
  readonly store: Pick<SessionStore, 'find'>;
  readonly pasted: Pick<PastedTokens, 'get'>;
  readonly memory: Pick<SessionMemory, 'follow' | 'userInfoOf'>;
  readonly comparisons: Pick<Comparisons, 'find'>;
  readonly userInfo: Pick<UserInfoOnDemand, 'isAsked'>;
  /** The profile whose sign-in waits for the browser. */
  readonly signingIn: () => string | undefined;
  readonly log: LogOutputChannel;
}

export function createPanelContent(context: Context): PanelContent {
  const { store, pasted, memory, comparisons, userInfo, signingIn, log } = context;

  const sessionOf = async (name: string): Promise<Session | undefined> => {
    const profile = findProfile(name);
    return profile && (await store.find(profile));
  };

  const claims = async (key: string): Promise<TokenClaims | undefined> => {
    const tokens = pasted.get(key)?.tokens;
    if (tokens) return claimsOf(tokens);
    const session = await sessionOf(key);
    return session && claimsOf(readSession(session));
  };

  const userInfoClaims = async (name: string): Promise<Claims | undefined> => {
    const session = await sessionOf(name);
    const answer = session && memory.userInfoOf(session);
    return answer?.state === 'answered' ? answer.claims : undefined;
  };

  const profileModel = async (name: string): Promise<InspectorModel> => {
    const profile = findProfile(name);
    if (profile === undefined) return unknownProfileModel(name);
    const state = { signingIn: signingIn() === name, asking: userInfo.isAsked(name) };
    let session: Session | undefined;
    try {
      session = await store.find(profile);
    } catch (error) {
      log.error(logLine(error));
      const { what, why, next } = explain(error, { profile: name });
      return signedOutModel(profile, { ...state, problem: `${what} ${why} ${next}` });
    }
    if (session === undefined) return signedOutModel(profile, state);
    const tokens = readSession(session);
    const own = claimsOf(tokens);
    const compared = [memory.follow(session, own), await comparisons.find(name, name, own)];
    return sessionModel(profile, { ...session, userInfo: memory.userInfoOf(session) }, tokens, {
      ...state,
      comparisons: compared.filter((comparison) => comparison !== undefined),
    });
  };

  return {
    model: async (key) => {
      const found = pasted.get(key);
      if (found === undefined) return profileModel(key);
      const { heading, tokens } = found;
      const compared = await comparisons.find(key, heading, claimsOf(tokens));
      return pastedModel(key, heading, tokens, { ...found, comparisons: compared ? [compared] : [] });
    },
    raw: async (key, kind) => {
      const tokens = pasted.get(key)?.tokens;
      if (tokens) {
        const found = tokens[slotOf(kind)];
        return found?.kind === kind ? found.token : undefined;
      }
      // A session's refresh token stays in the secret storage.
      if (kind !== 'id' && kind !== 'access') return undefined;
      const session = await sessionOf(key);
      return kind === 'id' ? session?.idToken : session?.accessToken;
    },
    claimValue: async (key, source, name) => {
      const found = source === 'userInfo' ? await userInfoClaims(key) : (await claims(key))?.[slotOf(source)];
      return found && Object.hasOwn(found, name) ? valueText(found[name], 2) : undefined;
    },
    claims,
    session: sessionOf,
  };
}
