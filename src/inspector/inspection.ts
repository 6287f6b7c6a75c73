import { sentences } from '../core/text';
import {
  EventEmitter,
  type Event,
  type Hover,
  type LogOutputChannel,
  type Position,
  type TextDocument,
} from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import { userName } from '../core/account';
import { valueText, type Claims } from '../core/jwt';
import { logLine } from '../core/logLine';
import type { Profile } from '../core/profile';
import { subjectOf, type Session } from '../core/session';
import { explain } from '../problems/explain';
import { findProfile, readEntries } from '../profiles/settings';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { copyAs, pastedSource, sessionSource } from './copy/copyAs';
import type { TokenClipboard } from './copy/tokenClipboard';
import { askForTarget, askForTokens, type ComparisonTarget } from './askForTokens';
import { tokenHover } from './hover';
import type { TokenKind } from './model/anyToken';
import { comparePairs, type Comparison } from './model/comparison';
import { pastedModel, sessionModel, signedOutModel, unknownProfileModel } from './model/inspectorModel';
import { claimsOf, readSession, slotOf, type TokenClaims } from './model/tokenSet';
import { createPastedTokens } from './pastedTokens';
import type { ClaimSource, InspectorAction, InspectorModel } from './protocol';
import { createSessionMemory } from './sessionMemory';

/**
 * Reads tokens and shows what they say. It is a bundle of its own, loaded when something is first shown. The key of a panel is
 * the name of a profile, or the key of pasted tokens.
 */
export interface Inspection {
  /** What a panel shows. */
  readonly model: (key: string) => Promise<InspectorModel>;
  /** A raw token. @returns undefined when there is no such token, and for the refresh token of a session */
  readonly raw: (key: string, kind: TokenKind) => Promise<string | undefined>;
  /** The whole value of a claim as text. @returns undefined when there is no such claim */
  readonly claimValue: (key: string, source: ClaimSource, name: string) => Promise<string | undefined>;
  /**
   * Does what a button of a panel asks for.
   * @param action one that runs no command; for pasted tokens `copyAs` is one of them
   * @throws CognitoError session_missing, and as Refresher.fresh
   */
  readonly act: (key: string, action: InspectorAction) => Promise<void>;
  /**
   * Finds tokens, or asks for them.
   * @param place a command's argument, see `askForTokens`
   * @returns the key of their panel; undefined when the user cancels
   */
  readonly inspectToken: (place: unknown) => Promise<string | undefined>;
  /** Asks which token of a session to copy and in what form, and copies it. */
  readonly copySession: (profile: Profile, session: Session) => Promise<void>;
  /** Fires with the key of the panel whose model has changed. */
  readonly onDidChange: Event<string>;
  readonly hover: (document: TextDocument, position: Position) => Hover | undefined;
  /** Drops what is kept for a panel, because the panel was closed. */
  readonly forget: (key: string) => void;
  readonly dispose: () => void;
}

interface InspectionContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: SessionStore;
  readonly refresher: Pick<Refresher, 'fresh'>;
  readonly clipboard: Pick<TokenClipboard, 'copy'>;
  /** The profile whose sign-in waits for the browser. */
  readonly signingIn: () => string | undefined;
  readonly log: LogOutputChannel;
}

export function createInspection({
  client,
  store,
  refresher,
  clipboard,
  signingIn,
  log,
}: InspectionContext): Inspection {
  const changes = new EventEmitter<string>();
  const changed = (key: string): void => {
    changes.fire(key);
  };
  const memory = createSessionMemory({ client, store, refresher, changed });
  const pasted = createPastedTokens({
    client,
    store,
    entries: readEntries,
    changed,
    failed: (error) => {
      log.error(logLine(error));
    },
  });
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

  const compared = async (
    key: string,
    title: string,
    own: TokenClaims,
    sessionId?: string,
  ): Promise<readonly Comparison[]> => {
    const target = targets.get(key);
    // The user that the panel is compared with has become the active one.
    if (sessionId !== undefined && target?.sessionId === sessionId) return [];
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
      return signedOutModel(profile, { ...state, problem: sentences(what, why, next) });
    }
    if (session === undefined) return signedOutModel(profile, state);
    const tokens = readSession(session);
    const own = claimsOf(tokens);
    const refreshed = memory.follow(session, own);
    const hasOthers = targets.has(name) && (await store.findAll(profile)).length > 1;
    const comparisons = await compared(name, hasOthers ? titleOf(profile, session) : name, own, session.id);
    return sessionModel(profile, { ...session, userInfo: memory.userInfoOf(session) }, tokens, {
      ...state,
      comparisons: refreshed ? [refreshed, ...comparisons] : comparisons,
    });
  };

  /** Asks what to compare a panel with. */
  const compare = async (key: string): Promise<void> => {
    const own = await sessionOf(key).catch(() => undefined);
    const sessions = await Promise.all(
      readEntries().map(async ({ profile }) => {
        const found = await store.findAll(profile).catch(() => []);
        return found.map((session) => ({ profile, session, hasOthers: found.length > 1 }));
      }),
    );
    // Two profiles of one app client have the same sessions.
    const signedIn = sessions.flat().filter(({ session }) => session.id !== own?.id);
    const others = pasted.list().filter((other) => other.key !== key);
    const chosen = await askForTarget([
      ...signedIn.map(({ profile, session, hasOthers }) => ({
        sessionId: session.id,
        title: hasOthers ? titleOf(profile, session) : profile.name,
        claims: async () => {
          const found = await store.find({ ...profile, user: subjectOf(session) });
          return found && claimsOf(readSession(found));
        },
      })),
      ...others.map((other) => ({ title: other.heading, claims: () => claims(other.key) })),
    ]);
    if (chosen === undefined) return;
    targets.set(key, chosen);
    changed(key);
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
    act: async (key, action) => {
      switch (action) {
        case 'compare':
          return compare(key);
        case 'endComparison':
          targets.delete(key);
          changed(key);
          return;
        case 'verify':
          return pasted.verify(key);
        case 'copyAs': {
          const found = pasted.get(key);
          return found && copyAs(pastedSource(found), clipboard);
        }
        case 'refreshUserInfo': {
          const profile = findProfile(key);
          return profile && memory.askUserInfo(profile);
        }
        default:
          return;
      }
    },
    inspectToken: async (place) => {
      const tokens = await askForTokens(place);
      return tokens && pasted.add(tokens);
    },
    copySession: (profile, session) => copyAs(sessionSource(profile, session), clipboard),
    onDidChange: changes.event,
    hover: tokenHover,
    forget: (key) => {
      pasted.remove(key);
      targets.delete(key);
    },
    dispose: () => {
      memory.dispose();
      changes.dispose();
    },
  };
}

/** The title of a session of a profile that has several users. */
function titleOf({ name }: Profile, session: Session): string {
  return `${name} (${userName(session)})`;
}
