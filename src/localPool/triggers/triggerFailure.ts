import * as l10n from '@vscode/l10n';
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

/**
 * The failure of a trigger that has thrown an error or ended its process.
 *
 * Source of the message: answers of Cognito in public code, such as
 * `?error_description=PreTokenGeneration+failed+with+error+not_allowed.&error=invalid_request`
 */
export function failedWith(text: string, log: string): TriggerFailure {
  return new TriggerFailure(l10n.t`PreTokenGeneration failed with error ${text.slice(0, longestText)}.`, log);
}

/** The failure of a trigger that did not answer in time. */
export function timedOut(seconds: number): TriggerFailure {
  return new TriggerFailure(
    l10n.t(
      'PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.',
    ),
    l10n.t`The trigger did not answer within ${seconds} seconds.`,
  );
}

/** The failure of a trigger whose answer cannot be read. The message is that of Cognito's `InvalidLambdaResponseException`. */
export function unreadableAnswer(reason: string): TriggerFailure {
  return new TriggerFailure(
    l10n.t('Unrecognizable lambda output'),
    l10n.t`The answer of the trigger cannot be used: ${reason}`,
  );
}
