import type { ErrorCode } from '../core/errors';
import {
  addCallbackCommand,
  brandingCommand,
  clientAddress,
  consolePage,
  type ClientAddress,
} from './awsConsole';
import type { AppClientCheck, AppClientCheckId } from '../client/appClientCheck/checks';
import { explain } from '../problems/explain';
import { isMachine, poolLabel, type Profile } from '../core/profile';
import { remedyButtons, type Remedy } from '../problems/remedies';
import type { CheckAction, CheckReport, ShownCheck, Snippet } from './protocol';

const titles: Readonly<Record<AppClientCheckId, string>> = {
  issuer: 'Issuer',
  pool: 'User pool',
  keys: 'Signing keys',
  domain: 'Domain',
  reachable: 'Sign-in host',
  client: 'App client',
  callback: 'Callback URL',
  parameters: 'Other parameters',
  scopes: 'Scopes',
  login: 'Sign-in page',
  authentication: 'Client secret',
  grant: 'Grant',
  clock: 'Clock',
};

const icons: Readonly<Partial<Record<Remedy, string>>> = {
  open_settings: 'settings-gear',
  edit_profile: 'edit',
  set_client_secret: 'key',
  open_proxy_settings: 'settings-gear',
  start_local_pool: 'play',
  show_log: 'output',
  sign_in: 'sign-in',
};

const runAgain: CheckAction = { id: 'run_again', title: 'Run Again', icon: 'refresh' };
const openConsole: CheckAction = { id: 'open_console', title: 'Open in AWS Console', icon: 'link-external' };

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
]);

/**
 * Makes the report that the page shows.
 * @param settingsUrl the callback URL of the profile as far as its settings tell; the checks may name another one
 * @param localPoolPort the port that the local user pool uses when it runs
 * @returns the report, and the address that `open_console` opens
 */
export function appClientCheckReport(
  profile: Profile,
  settingsUrl: string,
  checks: readonly AppClientCheck[],
  state: CheckReport['state'],
  localPoolPort?: number,
): { readonly report: CheckReport; readonly page: string | undefined } {
  const callbackUrl = checks.find((check) => check.callbackUrl !== undefined)?.callbackUrl ?? settingsUrl;
  const address = clientAddress(profile);
  const page = address && consolePage(address);
  const show = (check: AppClientCheck): ShownCheck => {
    const { error, status } = check;
    const problem = error && explain(error, { profile: profile.name, callbackUrl, localPoolPort });
    const inConsole = status === 'failed' && page !== undefined && error && fixedInConsole.has(error.code);
    const remedies = (problem?.remedies ?? []).filter(hasButton).map(remedyAction);
    return {
      id: check.id,
      title: titles[check.id],
      status,
      seen: check.seen,
      problem: problem && { what: problem.what, why: problem.why, next: problem.next },
      snippets: snippets(check, callbackUrl, address),
      actions: inConsole ? [openConsole, ...remedies] : remedies,
    };
  };

  const actions = [runAgain, remedyAction('sign_in'), remedyAction('edit_profile')];
  return {
    report: {
      profile: profile.name,
      production: profile.production,
      pool: poolLabel(profile),
      clientId: profile.clientId,
      callbackUrl: isMachine(profile) ? '' : callbackUrl,
      state,
      checks: checks.map(show),
      actions: page === undefined ? actions : [...actions, openConsole],
    },
    page,
  };
}

/** The texts that fix a failed check when the user copies them. */
function snippets(
  { id, error, status }: AppClientCheck,
  callbackUrl: string,
  address: ClientAddress | undefined,
): readonly Snippet[] {
  if (status !== 'failed') return [];
  const command = (label: string, text: string): Snippet => ({
    label,
    text,
    copy: { id: `copy_command_${id}`, title: 'Copy Command', icon: 'copy' },
  });
  if (error?.code === 'redirect_mismatch') {
    const copy = { id: 'copy_callback_url', title: 'Copy Callback URL', icon: 'copy' };
    const url = { label: 'The URL to add', text: callbackUrl, copy };
    if (address === undefined) return [url];
    const label = 'Or run this with the AWS CLI and jq (bash, zsh or AWS CloudShell)';
    return [url, command(label, addCallbackCommand(address, callbackUrl))];
  }
  if (error?.code === 'login_unavailable' && address !== undefined) {
    const label = 'Or run this with the AWS CLI (bash, zsh or AWS CloudShell)';
    return [command(label, brandingCommand(address))];
  }
  return [];
}

/** Whether a remedy has its own button. The report is Check App Client itself, and its snippet copies the callback URL. */
function hasButton(remedy: Remedy): boolean {
  return remedy !== 'check_app_client' && remedy !== 'copy_callback_url';
}

function remedyAction(remedy: Remedy): CheckAction {
  return { id: remedy, title: remedyButtons[remedy].title, icon: icons[remedy] ?? 'arrow-right' };
}
