import { defined } from '../../../src/core/members';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import { isCognitoError } from '../../../src/core/errors';
import { explain } from '../../../src/problems/explain';
import type { TransportOptions } from '../../../src/client/transport';
import { UserAgent } from '../../support/userAgent';
import { jane } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { signIn, statuses } from '../../support/signingIn';

/** What a child process is asked to do with a client of its own. */
export interface Task {
  readonly options: TransportOptions;
  readonly profile: Readonly<Record<string, unknown>>;
  /** Where the pool listens: a browser has its own way there, past the proxy. Without it, only discovery is done. */
  readonly browserOrigin?: string;
}

/** How it went. */
export type Outcome =
  | {
      readonly ok: true;
      readonly issuer?: string;
      readonly checks?: readonly string[];
      readonly userInfo?: string;
    }
  | { readonly ok: false; readonly code: string; readonly reason: string; readonly text: string };

/** The sign-in page of the request, on the address the pool listens on. */
function visit(origin: string): (url: string) => Promise<string> {
  return (url) => new UserAgent().signIn(`${origin}/login${new URL(url).search}`, jane);
}

async function perform({ options, profile, browserOrigin }: Task): Promise<Outcome> {
  const client = createCognitoClient(options);
  try {
    if (browserOrigin === undefined) {
      const { issuer } = await client.discover(makeProfile(profile));
      return { ok: true, ...defined({ issuer }) };
    }
    const session = await signIn(client, makeProfile(profile), visit(browserOrigin));
    const newer = await client.refresh(session, () => Promise.resolve());
    await client.revoke(newer);
    const { id, access } = statuses(session);
    return { ok: true, issuer: session.issuer, checks: [...id, ...access], userInfo: session.userInfo.state };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    const { what, why, next } = explain(error);
    const reason = String(error.detail.reason);
    return { ok: false, code: error.code, reason, text: `${what} ${why} ${next}` };
  } finally {
    await client.close();
  }
}

process.on('message', (task: Task) => {
  void perform(task).then((outcome) => process.send?.(outcome));
});
// When the tests are gone, nobody is left to answer to.
process.once('disconnect', () => process.exit());
process.send?.('ready');
