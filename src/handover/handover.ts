import type { Disposable, LogOutputChannel } from 'vscode';
import { plain } from '../core/text';
import { readEntries } from '../profiles/settings';
import { askForConsent } from './askForConsent';
import { createConsent } from './consent';
import { explainInLine } from './explainInLine';
import { tokenTitles, type HandOver } from './freshToken';
import type { HandedOutList } from './handedOut';
import { createTerminals, type Terminals, type TerminalsContext } from './terminal/terminals';

export interface HandoverContext extends Pick<
  TerminalsContext,
  'extension' | 'stored' | 'session' | 'signIn' | 'active'
> {
  readonly handedOut: HandedOutList;
  readonly log: LogOutputChannel;
}

/** Everything that hands a token to another program. It is in its own bundle, which is loaded after activation. */
export interface Handover extends Pick<Disposable, 'dispose'> {
  readonly terminals: Pick<Terminals, 'offer'>;
  /** Asks again before a token of the profile is handed out, and clears the list of what was handed out. */
  readonly withdraw: (profileName: string) => void;
}

export function createHandover(context: HandoverContext): Handover {
  const { log } = context;
  const consent = createConsent(askForConsent);
  const terminals = createTerminals({
    ...context,
    consent,
    profiles: () => readEntries().map(({ profile }) => profile),
    handedOut: (given: HandOver) => {
      const { profile, kind, receiver } = given;
      log.info(`[handover] ${tokenTitles[kind]} of “${plain(profile.name)}” given to ${receiver}`);
      context.handedOut.add(given);
    },
    explain: explainInLine,
    log: (line) => {
      log.warn(line);
    },
  });
  return {
    terminals,
    withdraw: (profileName) => {
      consent.withdraw(profileName);
      context.handedOut.forget(profileName);
    },
    dispose: terminals.dispose,
  };
}
