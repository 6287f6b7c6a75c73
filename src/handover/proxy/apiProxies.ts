import { CognitoError } from '../../core/errors';
import type { ApiProxy } from './apiProxy';
import type { ApiProxyEntry } from './apiProxySettings';
import { startProxyOf, type ProxyOfEntryContext } from './proxyOfEntry';

/** The API proxies of this window. They end with it. */
export interface ApiProxies {
  /**
   * Starts a proxy, unless it runs already.
   * @returns its address, such as `http://127.0.0.1:8123`
   * @throws CognitoError that its entry is missing or invalid, and as startProxyOf
   */
  readonly start: (name: string) => Promise<string>;
  readonly stop: (name: string) => Promise<void>;
  /** Stops the proxies that send tokens of a profile. */
  readonly stopOf: (profileName: string) => void;
  /** Stops each proxy whose entry or profile in the settings has changed. */
  readonly followSettings: () => void;
  readonly dispose: () => void;
}

interface Running {
  /** The name of its profile. */
  readonly profile: string;
  readonly settings: string | undefined;
  readonly proxy: Promise<ApiProxy>;
}

export interface ApiProxiesContext extends ProxyOfEntryContext {
  /** @throws CognitoError that the entry is missing or invalid */
  readonly entry: (name: string) => ApiProxyEntry;
  /** Receives the address of a proxy that runs, and undefined for one that has stopped. */
  readonly changed: (name: string, url: string | undefined) => void;
}

export function createApiProxies(context: ApiProxiesContext): ApiProxies {
  const running = new Map<string, Running>();

  const start = async (name: string): Promise<string> => {
    const entry = context.entry(name);
    const started = running.get(name) ?? {
      profile: entry.settings.profile,
      settings: settingsText(name, context),
      proxy: startProxyOf(entry, context, () => running.has(name)),
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
    return JSON.stringify([found, profile(found.settings)]);
  } catch {
    return undefined;
  }
}
