import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { entryMembers, targetUrl, type SettingEntry } from '../settingEntries';

/** One entry of the setting `cognito.mcpServers`. Its URL may have a query: those of Amazon Bedrock AgentCore do. */
export const mcpServerSchema = v.object({
  ...entryMembers,
  url: targetUrl(() => true, l10n.t('must be an https URL; plain http works on loopback only')),
});

export type McpServerSettings = Readonly<v.InferOutput<typeof mcpServerSchema>>;
export type McpServerEntry = SettingEntry<McpServerSettings>;
