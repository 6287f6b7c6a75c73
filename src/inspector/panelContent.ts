import { valueText, type Claims } from '../core/jwt';
import { logLine } from '../core/logLine';
import type { Session } from '../core/session';
import { explain } from '../problems/explain';
import { findProfile, readEntries } from '../profiles/settings';
import { askForTarget, type ComparisonTarget } from './askForTokens';
import type { InspectionContext } from './inspection';
import type { TokenKind } from './model/anyToken';
import { comparePairs, type Comparison } from './model/comparison';
import { pastedModel, sessionModel, signedOutModel, unknownProfileModel } from './model/inspectorModel';
import { claimsOf, readSession, slotOf, type TokenClaims } from './model/tokenSet';
import type { PastedTokens } from './pastedTokens';
import type { ClaimSource, InspectorModel } from './protocol';
import type { SessionMemory } from './sessionMemory';

/** What the panels show and copy. The key of a panel is the name of a profile, or the key of pasted tokens. */
export interface PanelContent {
  readonly model: (key: string) => Promise<InspectorModel>;
  /** A raw token. @returns undefined when there is no such token, and for the refresh token of a session */
  readonly raw: (key: string, kind: TokenKind) => Promise<string | undefined>;
  /** The whole value of a claim as text. @returns undefined when there is no such claim */
  readonly claimValue: (key: string, source: ClaimSource, name: string) => Promise<string | undefined>;
  /** Asks what to compare a panel with. @returns whether the user chose something */
  readonly compare: (key: string) => Promise<boolean>;
  readonly endComparison: (key: string) => void;
}

export function createPanelContent(
  pasted: PastedTokens,
  memory: SessionMemory,
  { store, signingIn, log }: Pick<InspectionContext, 'store' | 'signingIn' | 'log'>,
): PanelContent {
  /** What the user chose to compare a panel with, until the user ends it or closes the panel. */
  const targets = new Map<string, ComparisonTarget>();

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

  const compared = async (key: string, title: string, own: TokenClaims): Promise<readonly Comparison[]> => {
    const target = targets.get(key);
    // A target that cannot be read must not keep the panel from being shown.
    const others = await target?.claims().catch(() => undefined);
    return target && others ? [comparePairs(own, others, [title, target.title], 'other')] : [];
  };

  const profileModel = async (name: string): Promise<InspectorModel> => {
    const profile = findProfile(name);
    if (profile === undefined) return unknownProfileModel(name);
    const state = { signingIn: signingIn() === name, asking: memory.isAsking(name) };
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
    const refreshed = memory.follow(session, own);
    const comparisons = await compared(name, name, own);
    return sessionModel(profile, { ...session, userInfo: memory.userInfoOf(session) }, tokens, {
      ...state,
      comparisons: refreshed ? [refreshed, ...comparisons] : comparisons,
    });
  };

  return {
    model: async (key) => {
      const found = pasted.get(key);
      if (found === undefined) return profileModel(key);
      return pastedModel(found, await compared(key, found.heading, claimsOf(found.tokens)));
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
    compare: async (key) => {
      const names = readEntries().map(({ profile }) => profile.name);
      const [own, ...sessions] = await Promise.all(
        [key, ...names].map((name) => sessionOf(name).catch(() => undefined)),
      );
      // Two profiles of one app client have the same session.
      const signedIn = names.filter((_, index) => sessions[index] && sessions[index].id !== own?.id);
      const others = pasted.list().filter((other) => other.key !== key);
      const chosen = await askForTarget([
        ...signedIn.map((name) => ({ title: name, claims: () => claims(name) })),
        ...others.map((other) => ({ title: other.heading, claims: () => claims(other.key) })),
      ]);
      if (chosen) targets.set(key, chosen);
      return chosen !== undefined;
    },
    endComparison: (key) => {
      targets.delete(key);
    },
  };
}
