import type { CognitoClient } from '../../client/cognitoClient';
import { CognitoError, isCognitoError } from '../../core/errors';
import { defined } from '../../core/members';
import type { Profile } from '../../core/profile';
import { shortestUse, subjectOf, type Session } from '../../core/session';
import { errorCode, isPortTaken } from '../../loopback/listen';
import { tokenOf, type FindSession, type TokenKind } from '../freshToken';
import type { ApiProxy } from './apiProxy';
import type { ApiProxyEntry, ApiProxySettings } from './apiProxySettings';
import type { OwnAnswer } from './guard';
import type { ApiCall } from './passOn';
import type { ProxyKind } from './proxyKind';

/** A request through one of the proxies of this window. */
export interface RecordedCall extends Omit<ApiCall, 'repeat'> {
  readonly proxy: ApiProxySettings;
  /** Which token was sent. */
  readonly kind: TokenKind;
  /** Whether the session also has the token of the other kind. */
  readonly hasOther: boolean;
  /** Sends a GET request that was not allowed once more with the token of the other kind, and records it. @throws CognitoError */
  readonly tryOther?: (() => Promise<void>) | undefined;
}

/** What a proxy needs from the rest of the extension. */
export interface ProxyOfEntryContext {
  readonly kind: ProxyKind;
  readonly client: () => Promise<Pick<CognitoClient, 'upstream'>>;
  readonly session: FindSession;
  /** Exchanges the refresh token for a newer session, also when the tokens have not expired. @throws CognitoError as a refresh */
  readonly refresh: (session: Session) => Promise<Session>;
  /** @throws CognitoError profile_missing, profile_invalid */
  readonly profile: (settings: Pick<ApiProxySettings, 'profile' | 'user'>) => Profile;
  /** Asks the user when a workspace has named the URL, and about a production profile. @throws CognitoError sign_in_cancelled */
  readonly approve: (entry: ApiProxyEntry, profile: Profile) => Promise<void>;
  readonly record: (call: RecordedCall) => void;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown, profile?: string) => Promise<string>;
  /** Shows in the editor why a proxy has no token. */
  readonly report: (error: unknown, profile: string) => void;
}

/** How long a token that was refreshed because the API had refused the one before is not refreshed again, in milliseconds. */
const renewalPause = 60_000;

/**
 * Starts the proxy of an entry, after the user's approval.
 * @param isRunning whether the proxy still runs, which a request that is repeated needs
 * @throws CognitoError profile_missing, profile_invalid, sign_in_cancelled, api_proxy_port_taken
 */
export async function startProxyOf(
  entry: ApiProxyEntry,
  context: ProxyOfEntryContext,
  isRunning: () => boolean,
): Promise<ApiProxy> {
  const { settings } = entry;
  const { kind } = context;
  const profile = context.profile(settings);
  await context.approve(entry, profile);
  /** The code of the last error that was shown, so that a client that tries again and again does not fill the window. */
  let reported: string | undefined;
  let hasId = false;
  let lastRenewed: { readonly token: string; readonly at: number } | undefined;
  // The profile is read for each request, because it may have been changed.
  const session = (): Promise<Session> => context.session(context.profile(settings), shortestUse);
  // Another user may have become the active one since the token was sent.
  const sessionOf = (sent: string): Promise<Session> => {
    const user = subjectOf({ accessToken: sent });
    return context.session({ ...context.profile(settings), ...defined({ user }) }, shortestUse);
  };
  const token = async (): Promise<string> => {
    const found = await session();
    reported = undefined;
    hasId = found.idToken !== undefined;
    return tokenOf(found, settings.token).token;
  };
  const explain = async (error: unknown): Promise<OwnAnswer> => {
    const code = isCognitoError(error) ? error.code : 'unexpected';
    if (reported !== code) context.report(error, settings.profile);
    reported = code;
    const isSignedOut = ['session_missing', 'session_ended'].includes(code);
    const signedOutStatus = kind.isMcp ? 503 : 401;
    return {
      status: isSignedOut ? signedOutStatus : 502,
      text: await context.explain(error, settings.profile),
    };
  };
  const record = ({ repeat, ...call }: ApiCall, sent: TokenKind): void => {
    const other = sent === 'id' ? 'access' : 'id';
    const tryOther = async (): Promise<void> => {
      if (!isRunning()) throw new CognitoError('api_proxy_stopped', { name: settings.name });
      const { token: found } = tokenOf(await sessionOf(call.token ?? ''), other);
      const started = performance.now();
      const answer = await repeat?.(found).catch((cause: unknown) => {
        throw new CognitoError(
          'network',
          { host: new URL(settings.url).host, reason: errorCode(cause) },
          cause,
        );
      });
      if (answer === undefined) return;
      record({ ...call, ...answer, token: found, duration: performance.now() - started }, other);
    };
    context.record({
      ...call,
      proxy: settings,
      kind: sent,
      hasOther: hasId || sent === 'id',
      tryOther: repeat && (hasId || sent === 'id') ? tryOther : undefined,
    });
  };
  try {
    return await kind.start({
      settings,
      pathAt: kind.pathAt,
      isMcp: kind.isMcp,
      readOnly: settings.readOnly ?? profile.production,
      upstream: async () => (await context.client()).upstream(new URL(settings.url)),
      token,
      renew: async (refused) => {
        const current = await sessionOf(refused);
        const { token: known } = tokenOf(current, settings.token);
        if (known !== refused) return known;
        // An API that refuses every token would have the pool issue one for each request.
        if (lastRenewed?.token === refused && Date.now() - lastRenewed.at < renewalPause) return refused;
        const { token: newer } = tokenOf(await context.refresh(current), settings.token);
        lastRenewed = { token: newer, at: Date.now() };
        return newer;
      },
      record: (call) => {
        record(call, settings.token);
      },
      explain,
    });
  } catch (error) {
    if (!kind.hasPort || !isPortTaken(error)) throw error;
    throw new CognitoError(
      'api_proxy_port_taken',
      { name: settings.name, port: settings.port, setting: kind.setting },
      error,
    );
  }
}
