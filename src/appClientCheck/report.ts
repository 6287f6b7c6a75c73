import type { ErrorCode } from '../core/errors';
import { addCallbackCommand, brandingCommand, clientAddress, consolePage } from './awsConsole';
import type { AppClientCheck, AppClientCheckId } from '../client/appClientCheck/checks';
import type { Remedy } from '../problems/problem';
import { explain } from '../problems/explain';
import type { Profile } from '../core/profile';
import { remedyButtons } from '../problems/remedies';
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

/** What an action puts into the clipboard, or the address it opens; any other action is a remedy. */
export interface Effects {
  readonly copies: Readonly<Record<string, string>>;
  readonly opens: Readonly<Record<string, string>>;
}

const runAgain: CheckAction = { id: 'run_again', title: 'Run Again', icon: 'refresh' };
const openConsole: CheckAction = { id: 'open_console', title: 'Open in AWS Console', icon: 'link-external' };
const copyCallback: CheckAction = { id: 'copy_callback_url', title: 'Copy Callback URL', icon: 'copy' };

/** Faults that are put right on the client's page in the AWS console. */
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
 * Makes the page's data of what the checks found, and what its buttons do.
 * @param localPoolPort where the local user pool would listen
 */
export function appClientCheckReport(
  profile: Profile,
  callbackUrl: string,
  checks: readonly AppClientCheck[],
  state: CheckReport['state'],
  localPoolPort?: number,
): { readonly report: CheckReport; readonly effects: Effects } {
  const address = clientAddress(profile);
  const page = address && consolePage(address);
  const command = address && addCallbackCommand(address, callbackUrl);
  const branding = address && brandingCommand(address);
  const copies: Record<string, string> = { copy_callback_url: callbackUrl };
  const opens: Record<string, string> = page === undefined ? {} : { open_console: page };

  const shell = (id: AppClientCheckId, label: string, text: string): Snippet => {
    const copy = { id: `copy_command_${id}`, title: 'Copy Command', icon: 'copy' };
    copies[copy.id] = text;
    return { label: `${label} (bash, zsh or AWS CloudShell)`, text, copy };
  };
  const snippets = ({ id, error, status }: AppClientCheck): readonly Snippet[] => {
    if (status !== 'failed' || error === undefined) return [];
    if (error.code === 'redirect_mismatch') {
      const exact = { label: 'The URL to add', text: callbackUrl, copy: copyCallback };
      return command === undefined
        ? [exact]
        : [exact, shell(id, 'Or run this, with the AWS CLI and jq', command)];
    }
    return error.code === 'login_unavailable' && branding !== undefined
      ? [shell(id, 'Or run this, with the AWS CLI', branding)]
      : [];
  };

  const show = (check: AppClientCheck): ShownCheck => {
    const { error, status } = check;
    const problem = error && explain(error, { profile: profile.name, callbackUrl, localPoolPort });
    const inConsole = status === 'failed' && page !== undefined && error && fixedInConsole.has(error.code);
    return {
      id: check.id,
      title: titles[check.id],
      status,
      seen: check.seen,
      ...(problem === undefined
        ? {}
        : { problem: { what: problem.what, why: problem.why, next: problem.next } }),
      snippets: snippets(check),
      actions: [
        ...(inConsole ? [openConsole] : []),
        ...(problem?.remedies ?? []).filter(isOffered).map(remedyAction),
      ],
    };
  };

  const machine = profile.grant === 'client_credentials';
  return {
    report: {
      profile: profile.name,
      production: profile.production,
      pool: profile.userPoolId ?? profile.issuer ?? profile.domain ?? '',
      clientId: profile.clientId,
      callbackUrl: machine ? '' : callbackUrl,
      state,
      checks: checks.map(show),
      actions: [
        runAgain,
        remedyAction('sign_in'),
        remedyAction('edit_profile'),
        ...(page === undefined ? [] : [openConsole]),
      ],
    },
    effects: { copies, opens },
  };
}

/** The page is the check itself, and has its own button for what is to be copied. */
function isOffered(remedy: Remedy): boolean {
  return remedy !== 'check_app_client' && remedy !== 'copy_callback_url';
}

function remedyAction(remedy: Remedy): CheckAction {
  return { id: remedy, title: remedyButtons[remedy].title, icon: icons[remedy] ?? 'arrow-right' };
}
