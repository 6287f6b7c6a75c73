import * as l10n from '@vscode/l10n';
import { once } from 'node:events';
import { userName } from '../../core/account';
import { CognitoError, isCognitoError } from '../../core/errors';
import { defined } from '../../core/members';
import { isMachine, type Profile } from '../../core/profile';
import { hasEnded, subjectOf, type Session } from '../../core/session';
import { plain } from '../../core/text';
import type { Consent } from '../consent';
import { assertHasIdentityPool } from '../aws/awsCredentials';
import type { RunningAwsEndpoint } from '../aws/awsEndpoint';
import { tokenOf, type FindSession, type HandedUser, type HandoverRequest } from '../freshToken';
import type { AnswerLine, AwsKeys, Refusal } from './protocol';
import type { TokenRequest } from './tokenRequest';
import type { AnswerRequest } from './tokenServer';

/** What answering a terminal needs from the rest of the extension. */
export interface TerminalContext {
  readonly consent: Pick<Consent, 'ask' | 'extendTo'>;
  /** The stored session of a profile, as it is. */
  readonly stored: (profile: Profile) => Promise<Session | undefined>;
  readonly session: FindSession;
  /** AWS credentials of the profile's user. @throws CognitoError as AwsCredentialsCache.get */
  readonly awsKeys: (profile: Profile) => Promise<AwsKeys>;
  /** @throws Error of the system */
  readonly startAwsEndpoint: (profile: Profile) => Promise<RunningAwsEndpoint>;
  readonly signIn: (profile: Profile) => Promise<void>;
  readonly active: () => Profile | undefined;
  readonly profiles: () => readonly Profile[];
  /** Notes what was handed out. */
  readonly noteGiven: (request: HandoverRequest) => void;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown, profile?: string) => Promise<string>;
}

/** Answers the requests of `cognito-token`: asks the user, refreshes the session, and says the token or why there is none. */
export function createAnswerRequest(context: TerminalContext): AnswerRequest {
  return async (request, say, gone) => {
    const profile = chooseProfile(request, context);
    if (typeof profile === 'string') {
      say({ refusal: 'wrong_usage', message: profile });
      return;
    }
    try {
      await handOver(profile, request, { say, gone }, context);
    } catch (error) {
      say({ refusal: refusalOf(error), message: await context.explain(error, profile.name) });
    }
  };
}

/** The program that asks. */
interface Asker {
  readonly say: (line: AnswerLine) => void;
  readonly gone: AbortSignal;
}

async function handOver(
  profile: Profile,
  request: TokenRequest,
  { say, gone }: Asker,
  context: TerminalContext,
): Promise<void> {
  const { kind, signIn, caller } = request;
  const isGone = (): boolean => gone.aborted;
  const receiver = caller === undefined ? l10n.t('a program') : l10n.t`“${plain(caller)}”`;
  if (kind === 'aws') assertHasIdentityPool(profile);
  // Only a user who is signed in, or is about to, has to answer a question.
  const session = await context.stored(profile);
  const isSignedIn = isMachine(profile) || (session !== undefined && !hasEnded(session));
  if (!isSignedIn && !signIn) throw new CognitoError('session_missing', { user: profile.user });
  let asked: HandoverRequest = { profile, kind, receiver, user: isSignedIn ? userOf(session) : undefined };
  const ask = (): Promise<void> =>
    context.consent.ask(asked, () => {
      say({ waiting: 'consent' });
    });
  await ask();
  // A program that the user has ended opens no browser, and gets no token.
  if (isGone()) throw new CognitoError('handover_unanswered', { kind });
  // Another user may become the active one meanwhile, and the answer was not for that user.
  const give = (): Promise<Given> =>
    findWhatIsAsked({ ...profile, ...defined({ user: asked.user?.subject }) }, request, context);
  const signInAndGive = async (): Promise<Given> => {
    say({ waiting: 'sign_in' });
    await context.signIn(profile);
    const before = asked.user;
    asked = { ...asked, user: userOf(await context.stored(profile)) };
    if (before === undefined) context.consent.extendTo(asked);
    else if (before.subject !== asked.user?.subject) await ask();
    return give();
  };
  const given = isSignedIn
    ? await give().catch((error: unknown) => {
        if (signIn && refusalOf(error) === 'not_signed_in') return signInAndGive();
        throw error;
      })
    : await signInAndGive();
  if (!isGone()) context.noteGiven(asked);
  say(given.line);
  if (given.end === undefined) return;
  if (!isGone()) await once(gone, 'abort');
  await given.end();
}

/** What a program gets, and what ends when the program does. */
interface Given {
  readonly line: AnswerLine;
  readonly end?: () => Promise<void>;
}

async function findWhatIsAsked(
  profile: Profile,
  { kind, minSeconds, asEndpoint }: TokenRequest,
  { session, awsKeys, startAwsEndpoint }: TerminalContext,
): Promise<Given> {
  if (kind !== 'aws') {
    const fresh = tokenOf(await session(profile, minSeconds * 1000), kind);
    return { line: { ...fresh, kind, profile: profile.name } };
  }
  // Also for an endpoint, so that a command does not start when there are none.
  const keys = await awsKeys(profile);
  if (asEndpoint !== true) return { line: { awsKeys: keys } };
  const { url, authorization, close } = await startAwsEndpoint(profile);
  return { line: { awsEndpoint: { url, authorization } }, end: close };
}

function userOf(session: Session | undefined): HandedUser | undefined {
  const subject = session && !isMachine(session) ? subjectOf(session) : undefined;
  return session && subject !== undefined ? { subject, name: userName(session) } : undefined;
}

/**
 * The profile that a request names, else the active one, with the user that the request names.
 * @returns a text for the user when there is no such profile
 */
function chooseProfile({ profile: name, user }: TokenRequest, context: TerminalContext): Profile | string {
  const profiles = context.profiles();
  const chosen = name === undefined ? context.active() : profiles.find((known) => known.name === name);
  if (chosen !== undefined) return { ...chosen, ...defined({ user }) };
  const names = profiles.map((known) => l10n.t`“${plain(known.name)}”`).join(', ');
  if (names === '') return l10n.t('There is no profile yet. Run Cognito: Add Profile… in the editor.');
  return name === undefined
    ? l10n.t`Name a profile, because no profile is active. The profiles are ${names}.`
    : l10n.t`There is no profile “${plain(name)}”. There are ${names}.`;
}

function refusalOf(error: unknown): Refusal {
  if (isCognitoError(error, 'session_missing') || isCognitoError(error, 'session_ended')) {
    return 'not_signed_in';
  }
  const codes = ['handover_denied', 'handover_unanswered', 'sign_in_cancelled'] as const;
  return codes.some((code) => isCognitoError(error, code)) ? 'denied' : 'failed';
}
