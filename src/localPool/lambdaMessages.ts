/**
 * The messages about a trigger that failed, as Cognito and the runtime of Lambda write them. Apps and their tests read them, so they
 * are the same in every language of the editor.
 */

/** The message of Cognito’s `InvalidLambdaResponseException`. */
export const unrecognizableOutput = 'Unrecognizable lambda output';

/** The message about a trigger that did not answer in time. */
export const socketTimeout =
  'PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.';

/**
 * The message about a trigger that has thrown an error.
 *
 * Source: answers of Cognito in public code, such as
 * `?error_description=PreTokenGeneration+failed+with+error+not_allowed.&error=invalid_request`
 */
export function failedWithError(error: string): string {
  return `PreTokenGeneration failed with error ${error}.`;
}

/** The error of a process that ended before it answered, without the request id. @param how the exit code or the signal */
export function runtimeExited(how: number | string | null): string {
  return how === 0
    ? 'Error: Runtime exited without providing a reason'
    : `Error: Runtime exited with error: ${typeof how === 'number' ? 'exit status' : 'signal:'} ${how}`;
}
