import * as l10n from '@vscode/l10n';
import type { Memento } from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import type { AppClientCheck } from '../client/appClientCheck/checks';
import type { McpServerCheck } from '../client/mcpServerCheck/checks';
import { profileIssuer } from '../core/profile';
import { shortestUse } from '../core/session';
import { profileOfEntry } from '../handover/entryReader';
import { tokenOf, type FindSession } from '../handover/freshToken';
import { mcpServerEntries } from '../handover/mcp/mcpServerEntries';
import { createRegisteredClients } from '../profiles/add/registeredClients';
import {
  callbackSourceOf,
  callbackUrlOf,
  defaultRedirectUri,
  localPoolPort,
  readProfile,
} from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { createCheckPanels, type CheckPanels, type CheckPanelsContext } from './checkPanels';
import { mcpServerReport, type NamedMcpServer } from './mcpServerReport';
import { appClientCheckReport } from './report';
import { viewTypes } from './viewTypes';

/** The panels of Check App Client, by profiles, and of Check MCP Server, by the entries of `cognito.mcpServers`. */
export type Checks = Readonly<Record<keyof typeof viewTypes, CheckPanels>>;

export interface ChecksContext extends CheckPanelsContext {
  readonly client: () => Promise<CognitoClient>;
  readonly session: FindSession;
  readonly approve: Approve;
  /** Remembers the registered app clients. */
  readonly globalState: Memento;
  /** Whether the token of an MCP server may be sent there without a question. @throws CognitoError as `readMcpServer` */
  readonly mayHandOver: (mcpServer: string) => Promise<boolean>;
}

export function createChecks(context: ChecksContext): Checks {
  const { client, session, approve, globalState, mayHandOver } = context;
  const registeredClients = createRegisteredClients(globalState, defaultRedirectUri());
  const appClient = createCheckPanels<AppClientCheck>(
    {
      viewType: viewTypes.appClient,
      title: l10n.t('Check App Client'),
      run: async (name, signal) => {
        const { checkAppClient } = await client();
        const profile = readProfile(name);
        return checkAppClient(profile, {
          source: callbackSourceOf(profile),
          approve: (endpoints) => approve(profile, endpoints),
          registeredWithToken: registeredClients.find(profileIssuer(profile) ?? '')?.withToken,
          signal,
        });
      },
      report: (name, checks, state) =>
        appClientCheckReport(readProfile(name), callbackUrlOf(name), checks, state, localPoolPort()),
      profile: (name) => name,
    },
    context,
  );
  const mcpServer = createCheckPanels<McpServerCheck>(
    {
      viewType: viewTypes.mcpServer,
      title: l10n.t('Check MCP Server'),
      run: async (name, signal) => {
        const { checkMcpServer } = await client();
        const server = readMcpServer(name);
        const { profile, token } = server;
        return checkMcpServer(server, {
          source: callbackSourceOf(profile),
          approve: (endpoints) => approve(profile, endpoints),
          held: async () => {
            const found = await session(profile, shortestUse);
            return { session: found, ...tokenOf(found, token) };
          },
          maySend: await mayHandOver(name),
          signal,
        });
      },
      report: (name, checks, state) => {
        const server = readMcpServer(name);
        const callbackUrl = callbackUrlOf(server.profile.name);
        return {
          report: mcpServerReport(server, callbackUrl, checks, state, localPoolPort()),
          page: undefined,
        };
      },
      profile: (name) =>
        mcpServerEntries.all().find(({ settings }) => settings.name === name)?.settings.profile,
    },
    context,
  );
  return { appClient, mcpServer };
}

/** @throws CognitoError mcp_server_missing, mcp_server_invalid, profile_missing, profile_invalid */
function readMcpServer(name: string): NamedMcpServer {
  const { settings } = mcpServerEntries.find(name);
  return { ...settings, profile: profileOfEntry(settings) };
}
