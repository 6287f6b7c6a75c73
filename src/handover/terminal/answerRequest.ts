import { CognitoError, isCognitoError } from '../../core/errors';
import { isMachine, type Profile } from '../../core/profile';
import { hasEnded, type Session } from '../../core/session';
import { plain } from '../../core/text';
import type { Consent } from '../consent';
import { tokenOf, type FindSession, type AskedToken } from '../freshToken';
import type { AnswerLine, Refusal } from './protocol';
import type { TokenRequest } from './tokenRequest';
import type { AnswerRequest } from './tokenServer';

/** What answering a terminal needs from the rest of the extension. */
export interface TerminalContext {
  readonly consent: Pick<Consent, 'ask'>;
  /** The stored session of a profile, as it is. */
  readonly stored: (profile: Profile) => Promise<Session | undefined>;
  readonly session: FindSession;
  readonly signIn: (profile: Profile) => Promise<void>;
  readonly active: () => Profile | undefined;
  readonly profiles: () => readonly Profile[];
  /** Notes a token that was handed out. */
  readonly noteGiven: (request: AskedToken) => void;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown, profile?: string) => Promise<string>;
}

/** Answers the requests of `cognito-token`: asks the user, refreshes the session, and says the token or why there is none. */
export function createAnswerRequest(context: TerminalContext): AnswerRequest {
  return async (request, say, isGone) => {
    const profile = chooseProfile(request, context);
    if (typeof profile === 'string') {
      say({ refusal: 'wrong_usage', message: profile });
      return;
    }
    try {
      say(await answerWithToken(profile, request, { say, isGone }, context));
    } catch (error) {
      say({ refusal: refusalOf(error), message: await context.explain(error, profile.name) });
    }
  };
}

async function answerWithToken(
  profile: Profile,
  { kind, minSeconds, signIn, caller }: TokenRequest,
  { say, isGone }: { readonly say: (line: AnswerLine) => void; readonly isGone: () => boolean },
  context: TerminalContext,
): Promise<AnswerLine> {
  const { consent, session, noteGiven } = context;
  const asked = { profile, kind, receiver: caller === undefined ? 'a program' : `“${plain(caller)}”` };
  // Only a user who is signed in, or is about to, has to answer a question.
  const isSignedIn = await hasSession(profile, context);
  if (!isSignedIn && !signIn) throw new CognitoError('session_missing');
  await consent.ask(asked, () => {
    say({ waiting: 'consent' });
  });
  // A program that the user has ended opens no browser, and gets no token.
  if (isGone()) throw new CognitoError('handover_unanswered', { kind });
  const use = minSeconds * 1000;
  const signInFirst = async (): Promise<Session> => {
    say({ waiting: 'sign_in' });
    await context.signIn(profile);
    return session(profile, use);
  };
  const used = isSignedIn
    ? await session(profile, use).catch((error: unknown) => {
        if (signIn && refusalOf(error) === 'not_signed_in') return signInFirst();
        throw error;
      })
    : await signInFirst();
  const fresh = tokenOf(used, kind);
  if (!isGone()) noteGiven(asked);
  return { ...fresh, kind, profile: profile.name };
}

/** Whether a token can be had without the user's sign-in, as far as it is known before a refresh. */
async function hasSession(profile: Profile, { stored }: TerminalContext): Promise<boolean> {
  if (isMachine(profile)) return true;
  const session = await stored(profile);
  return session !== undefined && !hasEnded(session);
}

/** The profile that a request names, else the active one. @returns a text for the user when there is none */
function chooseProfile({ profile: name }: TokenRequest, context: TerminalContext): Profile | string {
  const profiles = context.profiles();
  const chosen = name === undefined ? context.active() : profiles.find((known) => known.name === name);
  if (chosen !== undefined) return chosen;
  const names = profiles.map((known) => `“${plain(known.name)}”`).join(', ');
  if (names === '') return 'There is no profile yet. Run Cognito: Add Profile… in the editor.';
  return name === undefined
    ? `Name a profile, because none is active. There are ${names}.`
    : `There is no profile “${plain(name)}”. There are ${names}.`;
}

function refusalOf(error: unknown): Refusal {
  if (isCognitoError(error, 'session_missing') || isCognitoError(error, 'session_ended')) {
    return 'not_signed_in';
  }
  const codes = ['handover_denied', 'handover_unanswered', 'sign_in_cancelled'] as const;
  return codes.some((code) => isCognitoError(error, code)) ? 'denied' : 'failed';
}
