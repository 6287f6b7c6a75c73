import { createEntryReader } from '../entryReader';
import { mcpServerSchema } from './mcpServerSettings';

/** The entries of `cognito.mcpServers`. */
export const mcpServerEntries = createEntryReader({
  setting: 'mcpServers',
  schema: mcpServerSchema,
  missing: 'mcp_server_missing',
  invalid: 'mcp_server_invalid',
});
