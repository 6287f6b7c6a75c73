import * as l10n from '@vscode/l10n';
import type { AppClientCheck, AppClientCheckId } from '../client/appClientCheck/checks';
import type { ErrorCode } from '../core/errors';
import { isMachine, poolLabel, type Profile } from '../core/profile';
import {
  addCallbackCommand,
  brandingCommand,
  clientAddress,
  consolePage,
  type ClientAddress,
} from './awsConsole';
import type { CheckAction, CheckReport, Fact, Snippet } from './protocol';
import { remedyAction, runAgain, showCheck, snippet } from './shownCheck';

const titles: Readonly<Record<AppClientCheckId, string>> = {
  issuer: l10n.t('Issuer'),
  pool: l10n.t('User pool'),
  keys: l10n.t('Signing keys'),
  domain: l10n.t('Domain'),
  registration: l10n.t('Registration'),
  reachable: l10n.t('Sign-in host'),
  client: l10n.t('App client'),
  callback: l10n.t('Callback URL'),
  parameters: l10n.t('Other parameters'),
  resource: l10n.t('Resource server'),
  scopes: l10n.t('Scopes'),
  login: l10n.t('Sign-in page'),
  authentication: l10n.t('Client secret'),
  grant: l10n.t('Grant'),
  clock: l10n.t('Clock'),
};

const openConsole: CheckAction = {
  id: 'open_console',
  title: l10n.t('Open in AWS Console'),
  icon: 'link-external',
};

/** Errors that are fixed on the app client's page in the AWS console. */
const fixedInConsole: ReadonlySet<ErrorCode> = new Set([
  'redirect_mismatch',
  'client_unknown',
  'client_unusable',
  'login_unavailable',
  'scope_not_allowed',
  'code_grant_off',
  'client_secret_missing',
  'client_secret_wrong',
  'client_token_refused',
]);

/** A report, and the address that its action `open_console` opens. */
export interface ReportWithPage {
  readonly report: CheckReport;
  readonly page: string | undefined;
}

/**
 * Makes the report that the page shows.
 * @param settingsUrl the callback URL of the profile as far as its settings tell; the checks may name another one
 * @param localPoolPort the port that the local user pool uses when it runs
 */
export function appClientCheckReport(
  profile: Profile,
  settingsUrl: string,
  checks: readonly AppClientCheck[],
  state: CheckReport['state'],
  localPoolPort?: number,
): ReportWithPage {
  const callbackUrl = checks.find((check) => check.callbackUrl !== undefined)?.callbackUrl ?? settingsUrl;
  const address = clientAddress(profile);
  const page = address && consolePage(address);
  const actions = [runAgain, remedyAction('sign_in'), remedyAction('edit_profile')];
  return {
    report: {
      name: profile.name,
      title: l10n.t('Check App Client'),
      production: profile.production,
      facts: [
        { term: l10n.t('Profile'), value: profile.name, isCode: false },
        ...clientFacts(profile),
        ...(isMachine(profile) ? [] : [{ term: l10n.t('Callback URL'), value: callbackUrl, isCode: true }]),
      ],
      state,
      checks: checks.map((check) =>
        showCheck(check, {
          titles,
          context: { profile: profile.name, callbackUrl, localPoolPort },
          snippets: (shown) => snippets(shown, callbackUrl, address),
          // The report is Check App Client itself, and its snippet copies the callback URL.
          without: ['check_app_client', 'copy_callback_url'],
          first: ({ status, error }) =>
            status === 'failed' && page !== undefined && error && fixedInConsole.has(error.code)
              ? [openConsole]
              : [],
        }),
      ),
      conclusion: l10n.t('Sign-in should work.'),
      actions: page === undefined ? actions : [...actions, openConsole],
    },
    page,
  };
}

/** What names an app client. */
export function clientFacts(profile: Profile): readonly Fact[] {
  return [
    { term: l10n.t('User pool'), value: poolLabel(profile), isCode: true },
    { term: l10n.t('Client ID'), value: profile.clientId, isCode: true },
  ];
}

/** The texts that fix a failed check when the user copies them. */
export function snippets(
  { id, error, status }: Pick<AppClientCheck, 'id' | 'error' | 'status'>,
  callbackUrl: string,
  address: ClientAddress | undefined,
): readonly Snippet[] {
  if (status !== 'failed') return [];
  const command = (label: string, text: string): Snippet =>
    snippet(`copy_command_${id}`, label, text, l10n.t('Copy Command'));
  if (error?.code === 'redirect_mismatch') {
    const url = snippet(
      'copy_callback_url',
      l10n.t('The URL to add'),
      callbackUrl,
      l10n.t('Copy Callback URL'),
    );
    if (address === undefined) return [url];
    const label = l10n.t('Or run this with the AWS CLI and jq (bash, zsh or AWS CloudShell)');
    return [url, command(label, addCallbackCommand(address, callbackUrl))];
  }
  if (error?.code === 'login_unavailable' && address !== undefined) {
    const label = l10n.t('Or run this with the AWS CLI (bash, zsh or AWS CloudShell)');
    return [command(label, brandingCommand(address))];
  }
  return [];
}
