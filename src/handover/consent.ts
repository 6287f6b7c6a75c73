import { CognitoError } from '../core/errors';
import type { HandoverRequest } from './freshToken';

export type ConsentAnswer = 'once' | 'window' | 'denied';

/** Asks the user before a token is handed to another program. */
export interface Consent {
  /**
   * Resolves when the user allows it, now or earlier in this window. A production profile is asked about every time.
   * @param waiting called when the user is asked
   * @throws CognitoError handover_denied; handover_unanswered after a minute
   */
  readonly ask: (request: HandoverRequest, waiting: () => void) => Promise<void>;
  /** Extends what was allowed in this window before a sign-in to the user who has signed in. */
  readonly extendTo: (request: HandoverRequest) => void;
  /** Forgets what was allowed in this window for a profile. */
  readonly withdraw: (profileName: string) => void;
}

/** How long an answer is waited for, in milliseconds. */
const longestWait = 60_000;

/** @param question asks the user; `denied` when the question is closed */
export function createConsent(
  question: (request: HandoverRequest) => Promise<ConsentAnswer>,
  wait = longestWait,
): Consent {
  /** What is allowed in this window, by the name of the profile. */
  const allowed = new Map<string, Set<string>>();
  /** Questions that are open: requests of one program for one token share the answer, except those for a production profile. */
  const open = new Map<string, Promise<ConsentAnswer>>();

  const isAllowed = (request: HandoverRequest): boolean =>
    !request.profile.production && allowed.get(request.profile.name)?.has(grantKey(request)) === true;

  const allow = (request: HandoverRequest): void => {
    const { name } = request.profile;
    allowed.set(name, new Set([...(allowed.get(name) ?? []), grantKey(request)]));
  };
  const ask = async (request: HandoverRequest): Promise<ConsentAnswer> => {
    const answer = await question(request);
    if (answer === 'window') allow(request);
    return answer;
  };

  return {
    ask: async (request, waiting) => {
      if (isAllowed(request)) return;
      const { kind, profile } = request;
      const key = JSON.stringify([profile.name, grantKey(request), request.receiver]);
      const shared = profile.production ? undefined : open.get(key);
      const asked = shared ?? ask(request).finally(() => open.delete(key));
      open.set(key, asked);
      waiting();
      const answer = await within(wait, asked);
      if (answer === 'once' || answer === 'window') return;
      const detail = { name: profile.name, kind };
      throw new CognitoError(answer === 'denied' ? 'handover_denied' : 'handover_unanswered', detail);
    },
    extendTo: (request) => {
      if (isAllowed({ ...request, user: undefined })) allow(request);
    },
    withdraw: (profileName) => {
      allowed.delete(profileName);
    },
  };
}

/** Consent is for one user of one app client, so that it does not hold for a profile that is redefined, or for another user. */
function grantKey({ profile, kind, user }: HandoverRequest): string {
  const { userPoolId, issuer, domain, clientId } = profile;
  return JSON.stringify([userPoolId, issuer, domain, clientId, kind, user?.subject]);
}

/** @returns undefined when the promise takes longer, in milliseconds */
async function within<T>(wait: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, wait, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
