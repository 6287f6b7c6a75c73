import * as l10n from '@vscode/l10n';
import { isCognitoError, type ErrorCode, type ErrorDetail } from '../core/errors';
import { factsOf, own, type Explain, type Problem, type ProblemContext } from './problem';
import { appClientProblems } from './texts/appClient';
import { clientTokenProblems } from './texts/clientToken';
import { mcpServerProblems } from './texts/mcpServer';
import { awsProblems } from './texts/awsCredentials';
import { otherProgramProblems } from './texts/otherPrograms';
import { networkProblems } from './texts/network';
import { poolProblems } from './texts/pool';
import { registrationProblems } from './texts/registration';
import { sessionProblems } from './texts/session';
import { settingsProblems } from './texts/settings';
import { signInProblems } from './texts/signIn';
import { tokenProblems } from './texts/token';
import { userSessionProblems } from './texts/userSessions';

/**
 * Explains any error. The message of an unknown error is never shown, because it may quote the value that it failed on.
 * Sources: RFC 6749 sections 4.1.2.1 and 5.2; AWS, "Authorize endpoint", "Token endpoint", "UserInfo endpoint".
 */
export function explain(error: unknown, context: ProblemContext = {}): Problem {
  if (isCognitoError(error)) return explainCode(error.code, error.detail, context);
  return explainCode('unexpected', {}, context);
}

/** As `explain`, for an error that is stored as code and detail. */
export function explainCode(code: string, detail: ErrorDetail, context: ProblemContext = {}): Problem {
  return (own(problems, code) ?? problems.unexpected)(factsOf(detail, context));
}

/** The texts are in texts/. A code without a text does not compile. */
const problems: Readonly<Record<ErrorCode, Explain>> = {
  ...settingsProblems,
  ...poolProblems,
  ...appClientProblems,
  ...clientTokenProblems,
  ...registrationProblems,
  ...networkProblems,
  ...signInProblems,
  ...tokenProblems,
  ...sessionProblems,
  ...otherProgramProblems,
  ...mcpServerProblems,
  ...awsProblems,
  ...userSessionProblems,
  unexpected: ({ forProfile }) => ({
    what: l10n.t`An unexpected error occurred${forProfile}.`,
    why: l10n.t('This is probably a bug in the extension. The log shows the type of the error.'),
    next: l10n.t('Try again. If it happens again, report it with the last lines of the log.'),
    remedies: ['show_log'],
  }),
};
