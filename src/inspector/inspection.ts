import { EventEmitter } from 'vscode';
import type { Event, Hover, LogOutputChannel, Position, TextDocument } from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import type { TokenClipboard } from './copy/tokenClipboard';
import type { TokenKind } from './model/anyToken';
import { valueText } from '../core/jwt';
import type { Claims } from '../core/jwt';
import { logLine } from '../core/logLine';
import { explain } from '../problems/explain';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import { findProfile, readEntries } from '../profiles/settings';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { chooseCopy, pastedSource, sessionSource } from './copy/chooseCopy';
import type { CopySource } from './copy/chooseCopy';
import { createComparisons } from './compareWith';
import { askForTokens } from './findTokens';
import { tokenHover } from './hover';
import { createPastedTokens } from './pastedTokens';
import type { ClaimSource, InspectorAction, inspectorActions, InspectorModel } from './protocol';
import { createSessionMemory } from './sessionMemory';
import { sessionModel, signedOutModel, unknownProfileModel } from './model/sessionModel';
import { pastedModel } from './model/tokenModel';
import { claimsOf, readSession, slotOf } from './model/tokenSet';
import type { TokenClaims } from './model/tokenSet';
import { createUserInfoOnDemand } from './userInfoOnDemand';

/** The actions that a panel runs itself, instead of a command. For pasted tokens `copyAs` is one of them. */
export type PanelAction =
  | 'copyAs'
  | { [A in InspectorAction]: (typeof inspectorActions)[A] extends 'panel' ? A : never }[InspectorAction];

/** Reads tokens and tells what they say. It is a bundle of its own, loaded when something is first shown. */
export interface Inspection {
  /** What a panel shows. @param key the name of a profile, or the key of pasted tokens */
  readonly model: (key: string) => Promise<InspectorModel>;
  /** A raw token. @returns undefined when there is no such token, and for the refresh token of a session */
  readonly raw: (key: string, kind: TokenKind) => Promise<string | undefined>;
  /** The whole value of a claim as text. @returns undefined when there is no such claim */
  readonly claimValue: (key: string, source: ClaimSource, name: string) => Promise<string | undefined>;
  /** @throws CognitoError session_missing, and as Refresher.fresh */
  readonly act: (key: string, action: PanelAction) => Promise<void>;
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

export interface InspectionContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: SessionStore;
  readonly refresher: Pick<Refresher, 'fresh'>;
  readonly clipboard: Pick<TokenClipboard, 'copy'>;
  /** The profile whose sign-in waits for the browser. */
  readonly signingIn: () => string | undefined;
  readonly log: LogOutputChannel;
}

export function createInspection(context: InspectionContext): Inspection {
  const { client, store, refresher, clipboard, signingIn, log } = context;
  const changes = new EventEmitter<string>();
  const changed = (key: string): void => {
    changes.fire(key);
  };
  const memory = createSessionMemory(store);
  const pasted = createPastedTokens({
    client,
    store,
    entries: readEntries,
    changed,
    failed: (error) => {
      log.error(logLine(error));
    },
  });
  const comparisons = createComparisons();
  const userInfo = createUserInfoOnDemand({ client, store, refresher, memory, changed });

  const find = async (key: string): Promise<Session | undefined> => {
    const profile = findProfile(key);
    return profile && (await store.find(profile));
  };

  const claimsIn = async (key: string): Promise<TokenClaims | undefined> => {
    const tokens = pasted.get(key)?.tokens;
    if (tokens) return claimsOf(tokens);
    const session = await find(key);
    return session && claimsOf(readSession(session));
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
    const claims = claimsOf(tokens);
    const found = [memory.follow(session, claims), await comparisons.find(name, name, claims)];
    return sessionModel(profile, { ...session, userInfo: memory.userInfoOf(session) }, tokens, {
      ...state,
      comparisons: found.filter((comparison) => comparison !== undefined),
    });
  };

  const compare = async (key: string): Promise<void> => {
    const names = readEntries().map(({ profile }) => profile.name);
    const found = async (name: string): Promise<Session | undefined> => find(name).catch(() => undefined);
    const [own, ...sessions] = await Promise.all([key, ...names].map(found));
    // Two profiles of one app client have one session.
    const signedInNames = names.filter((_, index) => sessions[index] && sessions[index].id !== own?.id);
    const panels = pasted.list().filter((panel) => panel.key !== key);
    const chosen = await comparisons.choose(key, [
      ...signedInNames.map((name) => ({ title: name, claims: () => claimsIn(name) })),
      ...panels.map((panel) => ({ title: panel.heading, claims: () => claimsIn(panel.key) })),
    ]);
    if (chosen) changed(key);
  };

  const copy = async (source: CopySource): Promise<void> => {
    const copied = await chooseCopy(source);
    if (copied) await clipboard.copy(copied.text, copied.label, copied.form);
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
      const session = await find(key);
      return kind === 'id' ? session?.idToken : session?.accessToken;
    },
    claimValue: async (key, source, name) => {
      const claims = source === 'userInfo' ? await userInfoOf(key) : (await claimsIn(key))?.[slotOf(source)];
      return claims && Object.hasOwn(claims, name) ? valueText(claims[name], 2) : undefined;
    },
    act: async (key, action) => {
      switch (action) {
        case 'compare':
          return compare(key);
        case 'endComparison':
          comparisons.end(key);
          changed(key);
          return;
        case 'verify':
          return pasted.verify(key);
        case 'copyAs': {
          const found = pasted.get(key);
          return found && copy(pastedSource(found));
        }
        case 'refreshUserInfo': {
          const profile = findProfile(key);
          return profile && userInfo.ask(profile);
        }
      }
    },
    inspectToken: async (place) => {
      const tokens = await askForTokens(place);
      return tokens && pasted.add(tokens);
    },
    copySession: (profile, session) => copy(sessionSource(profile, session)),
    onDidChange: changes.event,
    hover: tokenHover,
    forget: (key) => {
      pasted.remove(key);
      comparisons.end(key);
    },
    dispose: () => {
      memory.dispose();
      changes.dispose();
    },
  };

  async function userInfoOf(key: string): Promise<Claims | undefined> {
    const session = await find(key);
    const answer = session && memory.userInfoOf(session);
    return answer?.state === 'answered' ? answer.claims : undefined;
  }
}
