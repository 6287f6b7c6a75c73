import type { Profile } from '../../core/profile';
import type { AwsKeys } from '../terminal/protocol';
import { startAwsEndpoint, type RunningAwsEndpoint } from './awsEndpoint';

/** The profile whose credentials are given, and its user. It is read for each request, because it may have been changed. */
type AwsProfile = Pick<Profile, 'name' | 'user'>;

export interface AwsEndpointsContext {
  /** @throws CognitoError as AwsCredentialsCache.get */
  readonly keys: (profile: AwsProfile) => Promise<AwsKeys>;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown, profile: string) => Promise<string>;
}

/** The addresses from which running commands get AWS credentials. */
export interface AwsEndpoints {
  /** @throws Error of the system, when no port is free */
  readonly start: (profile: AwsProfile) => Promise<RunningAwsEndpoint>;
  /** Ends the addresses of a profile. Their commands get no more credentials. */
  readonly stopOf: (profileName: string) => void;
  readonly dispose: () => void;
}

export function createAwsEndpoints({ keys, explain }: AwsEndpointsContext): AwsEndpoints {
  const running = new Map<RunningAwsEndpoint, string>();
  const stop = async (endpoint: RunningAwsEndpoint): Promise<void> => {
    running.delete(endpoint);
    await endpoint.close();
  };
  return {
    start: async ({ name, user }) => {
      const endpoint = await startAwsEndpoint({
        keys: () => keys({ name, user }),
        explain: (error) => explain(error, name),
      });
      running.set(endpoint, name);
      return { ...endpoint, close: () => stop(endpoint) };
    },
    stopOf: (profileName) => {
      for (const [endpoint, name] of running) if (name === profileName) void stop(endpoint);
    },
    dispose: () => {
      for (const endpoint of running.keys()) void stop(endpoint);
    },
  };
}
