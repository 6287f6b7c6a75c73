import { McpHttpServerDefinition, Uri, type McpServerDefinition } from 'vscode';
import { isCognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { shortestUse } from '../../core/session';
import { plain } from '../../core/text';
import { socketScheme } from '../../loopback/userSocket';
import { createApiProxies, type ApiProxies, type ApiProxiesContext } from '../proxy/apiProxies';
import type { ApiProxyEntry } from '../proxy/apiProxySettings';
import type { ProxyKind } from '../proxy/proxyKind';
import { mcpServerEntries } from './mcpServerEntries';
import { editorMcpKind, loopbackMcpKind } from './mcpProxyKinds';
import type { McpServerEntry, McpServerSettings } from './mcpServerSettings';

export interface McpServersContext extends Omit<ApiProxiesContext, 'entry' | 'kind' | 'approve'> {
  /** @throws CognitoError sign_in_cancelled when the user declines */
  readonly approve: (entry: ApiProxyEntry, profile: Profile, kind: ProxyKind) => Promise<void>;
  readonly isApproved: (entry: ApiProxyEntry, profile: Profile, kind: ProxyKind) => boolean;
  /** @throws CognitoError as SignInProgress.start */
  readonly signIn: (profile: Profile) => Promise<void>;
}

/** The entries of `cognito.mcpServers`, as MCP servers of the editor and as addresses for other MCP clients. */
export interface McpServers extends Pick<ApiProxies, 'stopOf' | 'followSettings' | 'dispose'> {
  /** Shows nothing and starts nothing. */
  readonly provide: () => McpHttpServerDefinition[];
  /**
   * Signs in when there is no session, and leads to a proxy, because the headers of a definition are fixed and a token is not.
   * @returns undefined when the server cannot be used, which the user has been told, or when the user has declined
   */
  readonly resolve: (
    server: Pick<McpServerDefinition, 'label'>,
  ) => Promise<McpHttpServerDefinition | undefined>;
  /** The address for MCP clients outside of the editor. @throws CognitoError as ApiProxies.start */
  readonly url: (name: string) => Promise<string>;
  /** Ends the address for MCP clients outside of the editor. */
  readonly stop: (name: string) => Promise<void>;
  /**
   * Whether the token may be sent to the MCP server without a question.
   * @throws CognitoError mcp_server_missing, mcp_server_invalid, profile_missing, profile_invalid
   */
  readonly isApproved: (name: string) => boolean;
}

export function createMcpServers(context: McpServersContext): McpServers {
  const proxiesOf = (kind: ProxyKind): ApiProxies =>
    createApiProxies({
      ...context,
      kind,
      entry: (name) => asProxy(mcpServerEntries.find(name)),
      approve: (entry, profile) => context.approve(entry, profile, kind),
      // The editor itself shows which of its servers run.
      changed: kind === loopbackMcpKind ? context.changed : () => undefined,
    });
  const inEditor = proxiesOf(editorMcpKind);
  const onLoopback = proxiesOf(loopbackMcpKind);
  const both = [inEditor, onLoopback];

  const signInIfNeeded = async (profile: Profile): Promise<void> => {
    try {
      await context.session(profile, shortestUse);
    } catch (error) {
      const isSignedOut = isCognitoError(error, 'session_missing') || isCognitoError(error, 'session_ended');
      if (!isSignedOut) throw error;
      await context.signIn(profile);
    }
  };
  return {
    provide: () =>
      [...byLabel()].map(([label, { url }]) => new McpHttpServerDefinition(label, Uri.parse(url, true))),
    resolve: async ({ label }) => {
      const settings = byLabel().get(label);
      // The entry has been removed meanwhile.
      if (settings === undefined) return undefined;
      try {
        // The editor starts it again: with a new socket, and with the question again where there is one.
        await inEditor.stop(settings.name);
        const socket = await inEditor.start(settings.name);
        await signInIfNeeded(context.profile(settings));
        return new McpHttpServerDefinition(label, socketUri(socket));
      } catch (error) {
        context.report(error, settings.profile);
        return undefined;
      }
    },
    url: onLoopback.start,
    stop: onLoopback.stop,
    isApproved: (name) => {
      const entry = asProxy(mcpServerEntries.find(name));
      return context.isApproved(entry, context.profile(entry.settings), editorMcpKind);
    },
    stopOf: (profileName) => {
      for (const { stopOf } of both) stopOf(profileName);
    },
    followSettings: () => {
      for (const { followSettings } of both) followSettings();
    },
    dispose: () => {
      for (const { dispose } of both) dispose();
    },
  };
}

/** The servers by the names that the editor shows. Names that look alike get numbers. */
function byLabel(): ReadonlyMap<string, McpServerSettings> {
  const servers = new Map<string, McpServerSettings>();
  for (const { settings } of mcpServerEntries.all()) {
    const name = plain(settings.name);
    let label = name;
    for (let number = 2; servers.has(label); number++) label = `${name} (${number})`;
    servers.set(label, settings);
  }
  return servers;
}

/** Every MCP request is a POST, so a proxy that only reads would be of no use. */
function asProxy({ settings, source }: McpServerEntry): ApiProxyEntry {
  return { settings: { ...settings, origins: [], readOnly: false }, source };
}

/** @param path of a socket, or the name of a pipe. Source: Visual Studio Code, "MCP configuration reference". */
function socketUri(path: string): Uri {
  return Uri.from({ scheme: socketScheme(), path, fragment: '/' });
}
