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
import { copyAs, pastedSource, sessionSource } from './copy/copyAs';
import type { TokenClipboard } from './copy/tokenClipboard';
import { askForTokens } from './askForTokens';
import { tokenHover } from './hover';
import { createPanelContent, type PanelContent } from './panelContent';
import { createPastedTokens } from './pastedTokens';
import type { InspectorAction } from './protocol';
import { createSessionMemory } from './sessionMemory';

/** Reads tokens and shows what they say. It is a bundle of its own, loaded when something is first shown. */
export interface Inspection extends Pick<PanelContent, 'model' | 'raw' | 'claimValue'> {
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
  const { client, store, refresher, clipboard, log } = context;
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
  const { endComparison, compare, ...content } = createPanelContent(pasted, memory, context);

  return {
    ...content,
    act: async (key, action) => {
      switch (action) {
        case 'compare':
          if (await compare(key)) changed(key);
          return;
        case 'endComparison':
          endComparison(key);
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
      endComparison(key);
    },
    dispose: () => {
      memory.dispose();
      changes.dispose();
    },
  };
}
