import {
  EventEmitter,
  type Event,
  type Hover,
  type LogOutputChannel,
  type Position,
  type TextDocument,
} from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import { logLine } from '../core/logLine';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import { findProfile, readEntries } from '../profiles/settings';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { createComparisons } from './compareWith';
import { chooseCopy, pastedSource, sessionSource, type CopySource } from './copy/chooseCopy';
import type { TokenClipboard } from './copy/tokenClipboard';
import { askForTokens } from './findTokens';
import { tokenHover } from './hover';
import { createPanelContent, type PanelContent } from './panelContent';
import { createPastedTokens } from './pastedTokens';
import type { InspectorAction, inspectorActions } from './protocol';
import { createSessionMemory } from './sessionMemory';
import { createUserInfoOnDemand } from './userInfoOnDemand';

/** The actions that a panel runs itself, instead of a command. For pasted tokens `copyAs` is one of them. */
export type PanelAction =
  | 'copyAs'
  | { [A in InspectorAction]: (typeof inspectorActions)[A] extends 'panel' ? A : never }[InspectorAction];

/** Reads tokens and shows what they say. It is a bundle of its own, loaded when something is first shown. */
export interface Inspection extends Pick<PanelContent, 'model' | 'raw' | 'claimValue'> {
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
  const content = createPanelContent({ store, pasted, memory, comparisons, userInfo, signingIn, log });

  const compare = async (key: string): Promise<void> => {
    const names = readEntries().map(({ profile }) => profile.name);
    const [own, ...sessions] = await Promise.all(
      [key, ...names].map((name) => content.session(name).catch(() => undefined)),
    );
    // Two profiles of one app client have the same session.
    const signedIn = names.filter((_, index) => sessions[index] && sessions[index].id !== own?.id);
    const others = pasted.list().filter((other) => other.key !== key);
    const chosen = await comparisons.choose(key, [
      ...signedIn.map((name) => ({ title: name, claims: () => content.claims(name) })),
      ...others.map((other) => ({ title: other.heading, claims: () => content.claims(other.key) })),
    ]);
    if (chosen) changed(key);
  };

  const copy = async (source: CopySource): Promise<void> => {
    const copied = await chooseCopy(source);
    if (copied) await clipboard.copy(copied.text, copied.label, copied.form);
  };

  return {
    model: content.model,
    raw: content.raw,
    claimValue: content.claimValue,
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
}
