import type { Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import type { Profile } from '../core/profile';
import { plain } from '../core/text';
import type { Session } from '../core/session';
import { readEntries, withProductionMark } from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { createIdentityIds } from '../sessions/identityIds';
import type { Vault } from '../sessions/vault';
import { askForConsent } from './askForConsent';
import { createAwsCredentials } from './aws/awsCredentials';
import { createAwsEndpoints } from './aws/awsEndpoints';
import { createConsent } from './consent';
import { profileOfEntry } from './entryReader';
import { explainInLine } from './explainInLine';
import type { HandedOutList, ProxiesOf } from './handedOut';
import { createApiProxies, type ApiProxies } from './proxy/apiProxies';
import type { RecordedCall } from './proxy/proxyOfEntry';
import { apiProxyKind } from './proxy/proxyKind';
import { approveApiProxy, isApprovedApiProxy } from './proxy/approveApiProxy';
import { mcpServerEntries } from './mcp/mcpServerEntries';
import { createMcpServers, type McpServers, type McpServersContext } from './mcp/mcpServers';
import { apiProxyEntries } from './proxy/apiProxyEntries';
import type { AwsKeys } from './terminal/protocol';
import { createTerminals, type Terminals, type TerminalsContext } from './terminal/terminals';

export interface HandoverContext extends Pick<TerminalsContext, 'stored' | 'session' | 'signIn' | 'active'> {
  readonly extension: TerminalsContext['extension'] & Pick<ExtensionContext, 'globalState'>;
  readonly client: () => Promise<CognitoClient>;
  readonly approve: Approve;
  readonly vault: Vault;
  readonly refresh: (session: Session) => Promise<Session>;
  readonly handedOut: HandedOutList;
  readonly report: (error: unknown, profile: string) => void;
  /** Receives each request through an API proxy. */
  readonly record: (call: RecordedCall) => void;
  readonly log: LogOutputChannel;
}

/** Everything that hands a token to another program. It is in its own bundle, which is loaded after activation. */
export interface Handover extends Pick<Disposable, 'dispose'> {
  readonly terminals: Pick<Terminals, 'offer' | 'program'>;
  readonly proxies: Pick<ApiProxies, 'start' | 'stop' | 'followSettings'> & {
    /** As `EntryReader.names`. */
    readonly names: () => readonly string[];
  };
  readonly mcpServers: Omit<McpServers, 'dispose' | 'stopOf'> & {
    /** As `EntryReader.names`. */
    readonly names: () => readonly string[];
  };
  /**
   * Asks again before anything of the profile is given to a program, stops its proxies and the addresses of AWS credentials, and
   * forgets AWS credentials and the list of what was given.
   */
  readonly withdraw: (profileName: string) => void;
}

export function createHandover(context: HandoverContext): Handover {
  const { extension, handedOut, log } = context;
  const consent = createConsent(askForConsent);
  const aws = createAwsCredentials({
    ...context,
    identityIds: createIdentityIds(context.vault),
    log: (line) => {
      log.info(line);
    },
  });
  const awsKeys = async (profile: Profile): Promise<AwsKeys> => {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await aws.get(profile);
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
  };
  const awsEndpoints = createAwsEndpoints({
    keys: ({ name, user }) => awsKeys(profileOfEntry({ profile: name, user })),
    explain: explainInLine,
  });
  const terminals = createTerminals({
    ...context,
    consent,
    awsKeys,
    startAwsEndpoint: awsEndpoints.start,
    active: () => {
      const profile = context.active();
      return profile && withProductionMark(profile);
    },
    profiles: () => readEntries().map(({ profile }) => withProductionMark(profile)),
    noteGiven: (given) => {
      const { profile, kind, receiver } = given;
      const what = kind === 'aws' ? 'credentials' : `${kind} token`;
      log.info(`[handover] ${what} of “${plain(profile.name)}” given to ${receiver}`);
      handedOut.add(given);
    },
    explain: explainInLine,
    log: (line) => {
      log.warn(line);
    },
  });
  const shared = {
    ...context,
    profile: profileOfEntry,
    record: (call: RecordedCall) => {
      const { proxy, method, status, duration } = call;
      log.info(`[proxy] “${plain(proxy.name)}” ${method} ${status} in ${Math.round(duration)} ms`);
      context.record(call);
    },
    explain: explainInLine,
  };
  const changed =
    (of: ProxiesOf) =>
    (name: string, url: string | undefined): void => {
      log.info(`[proxy] “${plain(name)}” ${url === undefined ? 'has stopped' : `runs at ${url}`}`);
      handedOut.setProxy(of, name, url);
    };
  const approve: McpServersContext['approve'] = (entry, profile, kind) =>
    approveApiProxy(entry, profile, kind, extension.globalState);
  const proxies = createApiProxies({
    ...shared,
    kind: apiProxyKind,
    entry: apiProxyEntries.find,
    approve: (entry, profile) => approve(entry, profile, apiProxyKind),
    changed: changed('apiProxies'),
  });
  const mcpServers = createMcpServers({
    ...shared,
    approve,
    changed: changed('mcpServers'),
    isApproved: (entry, profile, kind) => isApprovedApiProxy(entry, profile, kind, extension.globalState),
  });
  return {
    terminals,
    proxies: { ...proxies, names: apiProxyEntries.names },
    mcpServers: { ...mcpServers, names: mcpServerEntries.names },
    withdraw: (profileName) => {
      consent.withdraw(profileName);
      proxies.stopOf(profileName);
      mcpServers.stopOf(profileName);
      awsEndpoints.stopOf(profileName);
      aws.forget(profileName);
      handedOut.forget(profileName);
    },
    dispose: () => {
      terminals.dispose();
      proxies.dispose();
      mcpServers.dispose();
      awsEndpoints.dispose();
    },
  };
}
