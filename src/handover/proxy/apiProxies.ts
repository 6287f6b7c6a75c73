import type { CognitoClient } from '../../client/cognitoClient';
import { CognitoError, isCognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { Session } from '../../core/session';
import { errorCode } from '../../loopback/listen';
import { tokenOf, type FindSession, type TokenKind } from '../freshToken';
import { startApiProxy, type ApiProxy } from './apiProxy';
import type { ApiProxyEntry, ApiProxySettings } from './apiProxySettings';
import type { OwnAnswer } from './guard';
import type { ApiCall } from './passOn';

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

export interface ApiProxiesContext {
  readonly client: () => Promise<Pick<CognitoClient, 'upstream'>>;
  readonly session: FindSession;
  /** Exchanges the refresh token for a newer session, also when the tokens have not expired. @throws CognitoError as a refresh */
  readonly refresh: (session: Session) => Promise<Session>;
  /** @throws CognitoError api_proxy_missing, api_proxy_invalid */
  readonly entry: (name: string) => ApiProxyEntry;
  /** @throws CognitoError profile_missing, profile_invalid */
  readonly profile: (name: string) => Profile;
  /** Asks the user when a workspace has named the URL, and about a production profile. @throws CognitoError sign_in_cancelled */
  readonly approve: (entry: ApiProxyEntry, profile: Profile) => Promise<void>;
  readonly record: (call: RecordedCall) => void;
  /** Receives the address of a proxy that runs, and undefined for one that has stopped. */
  readonly changed: (name: string, url: string | undefined) => void;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown, profile?: string) => Promise<string>;
  /** Shows in the editor why a proxy has no token. */
  readonly report: (error: unknown, profile: string) => void;
}

/** The API proxies of this window. They end with it. */
export interface ApiProxies {
  /**
   * Starts a proxy, unless it runs already.
   * @returns its address, such as `http://127.0.0.1:8123`
   * @throws CognitoError api_proxy_missing, api_proxy_invalid, api_proxy_port_taken, profile_missing, sign_in_cancelled
   */
  readonly start: (name: string) => Promise<string>;
  readonly stop: (name: string) => Promise<void>;
  /** Stops the proxies that send tokens of a profile. */
  readonly stopOf: (profileName: string) => void;
  /** Stops each proxy whose entry or profile in the settings has changed. */
  readonly followSettings: () => void;
  readonly dispose: () => void;
}

/** How long a token that a proxy sends is valid at least, in milliseconds. */
const shortestUse = 120_000;

/** How long a token that was refreshed because the API had refused the one before is not refreshed again, in milliseconds. */
const renewalPause = 60_000;

interface Running {
  /** The name of its profile. */
  readonly profile: string;
  readonly settings: string | undefined;
  readonly proxy: Promise<ApiProxy>;
}

export function createApiProxies(context: ApiProxiesContext): ApiProxies {
  const running = new Map<string, Running>();

  const start = async (name: string): Promise<string> => {
    const entry = context.entry(name);
    const started = running.get(name) ?? {
      profile: entry.settings.profile,
      settings: settingsText(name, context),
      proxy: launch(entry, context, () => running.has(name)),
    };
    running.set(name, started);
    try {
      const { url } = await started.proxy;
      // It was stopped while it started.
      if (running.get(name) !== started) throw new CognitoError('sign_in_cancelled');
      context.changed(name, url);
      return url;
    } catch (error) {
      if (running.get(name) === started) running.delete(name);
      throw error;
    }
  };
  const stop = async (name: string): Promise<void> => {
    const stopped = running.get(name);
    running.delete(name);
    context.changed(name, undefined);
    await (await stopped?.proxy.catch(() => undefined))?.close();
  };
  return {
    start,
    stop,
    stopOf: (profileName) => {
      for (const [name, { profile }] of running) if (profile === profileName) void stop(name);
    },
    followSettings: () => {
      for (const [name, { settings }] of running) {
        if (settings !== settingsText(name, context)) void stop(name);
      }
    },
    dispose: () => {
      for (const name of running.keys()) void stop(name);
    },
  };
}

/** The entry of a proxy and its profile, to compare them. @returns undefined when one of them cannot be used */
function settingsText(name: string, { entry, profile }: ApiProxiesContext): string | undefined {
  try {
    const found = entry(name);
    return JSON.stringify([found, profile(found.settings.profile)]);
  } catch {
    return undefined;
  }
}

/** @param isRunning whether the proxy still runs, which a request that is repeated needs */
async function launch(
  entry: ApiProxyEntry,
  context: ApiProxiesContext,
  isRunning: () => boolean,
): Promise<ApiProxy> {
  const { settings } = entry;
  const profile = context.profile(settings.profile);
  await context.approve(entry, profile);
  /** The code of the last error that was shown, so that a client that tries again and again does not fill the window. */
  let reported: string | undefined;
  let hasId = false;
  let lastRenewed: { readonly token: string; readonly at: number } | undefined;
  // The profile is read for each request, because it may have been changed.
  const session = (): Promise<Session> => context.session(context.profile(settings.profile), shortestUse);
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
    return { status: isSignedOut ? 401 : 502, text: await context.explain(error, settings.profile) };
  };
  const record = ({ repeat, ...call }: ApiCall, kind: TokenKind): void => {
    const other = kind === 'id' ? 'access' : 'id';
    const tryOther = async (): Promise<void> => {
      if (!isRunning()) throw new CognitoError('api_proxy_stopped', { name: settings.name });
      const { token: found } = tokenOf(await session(), other);
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
      kind,
      hasOther: hasId || kind === 'id',
      tryOther: repeat && (hasId || kind === 'id') ? tryOther : undefined,
    });
  };
  try {
    return await startApiProxy({
      settings,
      readOnly: settings.readOnly ?? profile.production,
      upstream: async () => (await context.client()).upstream(new URL(settings.url)),
      token,
      renew: async (refused) => {
        const current = await session();
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
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new CognitoError('api_proxy_port_taken', { name: settings.name, port: settings.port }, error);
  }
}
