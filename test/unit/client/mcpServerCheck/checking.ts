import { CognitoError } from '../../../../src/core/errors';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import type { HeldToken, McpServerCheck } from '../../../../src/client/mcpServerCheck/checks';
import type { Session } from '../../../../src/core/session';
import { tokenOf } from '../../../../src/handover/freshToken';
import { callbackSource } from '../../../support/fakeClient';
import { straight } from '../../../support/signingIn';
import { makeProfile } from '../../../support/profiles';

/** One run of the checks. */
export interface CheckRun {
  readonly url: string;
  /** Fields of the profile, with its pool. */
  readonly profile: Readonly<Record<string, unknown>>;
  readonly token?: 'access' | 'id';
  /** Left out: nobody is signed in. */
  readonly session?: (client: CognitoClient) => Promise<Session>;
  readonly maySend?: boolean;
}

/** Runs the checks. @returns them by their ids, and the hosts that were asked */
export async function checkMcpServer({
  url,
  profile,
  token = 'access',
  session,
  maySend = true,
}: CheckRun): Promise<{
  readonly checks: readonly McpServerCheck[];
  readonly hosts: ReadonlySet<string>;
}> {
  const hosts = new Set<string>();
  const client = createCognitoClient({
    ...straight,
    log: (line) => {
      hosts.add(line.split(/[ /]/)[2] ?? '');
    },
  });
  const held = async (): Promise<HeldToken> => {
    if (session === undefined) throw new CognitoError('session_missing');
    const found = await session(client);
    return { session: found, ...tokenOf(found, token) };
  };
  try {
    const checks = await client.checkMcpServer(
      { profile: makeProfile(profile), url, token },
      { source: callbackSource, approve: () => Promise.resolve(), held, maySend },
    );
    return { checks, hosts };
  } finally {
    await client.close();
  }
}

/** The checks that did not pass, as `id: status code`. */
export function findings(checks: readonly McpServerCheck[]): readonly string[] {
  return checks
    .filter(({ status }) => status !== 'passed')
    .map(({ id, status, error }) =>
      [`${id}:`, status, ...(error === undefined ? [] : [error.code])].join(' '),
    );
}
