import { lm, type Disposable, type Event } from 'vscode';
import { settingsLayers } from '../../profiles/settings';
import type { McpServers } from './mcpServers';

export interface McpServersSource {
  /** Loaded on first use. */
  readonly servers: () => Promise<Pick<McpServers, 'provide' | 'resolve'>>;
  readonly onDidChange: Event<void>;
}

/** Offers the entries of `cognito.mcpServers` to the editor. @returns undefined in an editor that takes no MCP servers of extensions */
export function registerMcpServers({ servers, onDidChange }: McpServersSource): Disposable | undefined {
  if (!('registerMcpServerDefinitionProvider' in lm)) return undefined;
  return lm.registerMcpServerDefinitionProvider('cognito.mcpServers', {
    onDidChangeMcpServerDefinitions: onDidChange,
    provideMcpServerDefinitions: async () => {
      const hasEntries = settingsLayers('mcpServers').some(({ value }) => value !== undefined);
      return hasEntries ? (await servers()).provide() : [];
    },
    resolveMcpServerDefinition: async (server) => (await servers()).resolve(server),
  });
}
