import * as l10n from '@vscode/l10n';
import { failedWithError, socketTimeout, unrecognizableOutput } from '../lambdaMessages';

/** A failure of a trigger. The message is the one that an app gets from Cognito. */
export class TriggerFailure extends Error {
  override readonly name = 'TriggerFailure';

  /** @param log what the log says about it: the stack, or what the trigger did instead of answering */
  constructor(
    message: string,
    readonly log: string,
  ) {
    super(message);
  }
}

/** Longer texts of triggers are cut in messages, because they are part of a redirect. */
const longestText = 1000;

/** The failure of a trigger that has thrown an error or ended its process. */
export function failedWith(text: string, log: string): TriggerFailure {
  return new TriggerFailure(failedWithError(text.slice(0, longestText)), log);
}

/** The failure of a trigger that did not answer in time. */
export function timedOut(seconds: number): TriggerFailure {
  return new TriggerFailure(socketTimeout, l10n.t`The trigger did not answer within ${seconds} seconds.`);
}

/** The failure of a trigger whose answer cannot be read. @param reason a sentence without its first capital letter */
export function unreadableAnswer(reason: string): TriggerFailure {
  return new TriggerFailure(
    unrecognizableOutput,
    l10n.t`The answer of the trigger cannot be used: ${reason}`,
  );
}
