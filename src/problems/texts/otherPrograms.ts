import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import type { Explain, Facts } from '../problem';

/** Why a token was not handed to another program. */
export const otherProgramProblems = {
  handover_denied: (facts) => ({
    what: notGiven(facts),
    why: l10n.t('You chose Deny, or closed the question in the editor.'),
    next: l10n.t('Ask again to get the question again.'),
    remedies: ['show_log'],
  }),
  handover_unanswered: (facts) => ({
    what: notGiven(facts),
    why: l10n.t('The question in the editor was not answered within a minute.'),
    next: l10n.t('Answer it, and ask again. The bell in the status bar shows notifications that have gone.'),
    remedies: ['show_log'],
  }),
  program_missing: () => ({
    what: l10n.t('There is no cognito-token in this window.'),
    why: l10n.t(
      'The setting cognito.terminal.enabled is off, or the terminals of this window are on another computer.',
    ),
    next: l10n.t('Turn the setting on, or open a window on the computer of the terminals.'),
    remedies: ['open_settings'],
  }),
  api_proxy_missing: ({ detail, text }) => ({
    what:
      detail.name === undefined
        ? l10n.t('There is no API proxy yet.')
        : l10n.t`There is no API proxy named “${text('name')}”.`,
    why: l10n.t(
      'An entry of the setting cognito.apiProxies names the API and the profile whose token it gets.',
    ),
    next: l10n.t('Add an entry with a name, a profile and a url.'),
    remedies: ['open_api_proxies'],
  }),
  api_proxy_invalid: ({ text }) => ({
    what: l10n.t`The API proxy “${text('name')}” cannot be used.`,
    why: sentence(
      l10n.t`In cognito.apiProxies, ${text('field', l10n.t('the entry'))} ${text('reason', l10n.t('is not valid'))}`,
    ),
    next: l10n.t('Correct the entry.'),
    remedies: ['open_api_proxies'],
  }),
  api_proxy_stopped: ({ text }) => ({
    what: l10n.t('The request was not sent again.'),
    why: l10n.t`The API proxy “${text('name')}” is stopped.`,
    next: l10n.t('Start it, and send the request again.'),
    remedies: ['start_api_proxy'],
  }),
  mcp_server_missing: ({ detail, text }) => ({
    what:
      detail.name === undefined
        ? l10n.t('There is no MCP server yet.')
        : l10n.t`There is no MCP server named “${text('name')}”.`,
    why: l10n.t(
      'An entry of the setting cognito.mcpServers names the MCP server and the profile whose token it gets.',
    ),
    next: l10n.t('Add an entry with a name, a profile and a url.'),
    remedies: ['open_mcp_servers'],
  }),
  mcp_server_invalid: ({ text }) => ({
    what: l10n.t`The MCP server “${text('name')}” cannot be used.`,
    why: sentence(
      l10n.t`In cognito.mcpServers, ${text('field', l10n.t('the entry'))} ${text('reason', l10n.t('is not valid'))}`,
    ),
    next: l10n.t('Correct the entry.'),
    remedies: ['open_mcp_servers'],
  }),
  api_proxy_port_taken: ({ detail, text }) => ({
    what: l10n.t`The proxy “${text('name')}” cannot start.`,
    why: l10n.t`Another program uses port ${text('port')} of this computer, or another window runs the same proxy.`,
    next: l10n.t`Stop the other one, or set another port in ${text('setting')}. Port 0 is any free one.`,
    remedies: [detail.setting === 'cognito.mcpServers' ? 'open_mcp_servers' : 'open_api_proxies'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function notGiven({ detail, profile }: Facts): string {
  if (detail.kind === 'aws') return l10n.t`AWS credentials of ${profile} were not given away.`;
  return detail.kind === 'id'
    ? l10n.t`The ID token of ${profile} was not given away.`
    : l10n.t`The access token of ${profile} was not given away.`;
}
