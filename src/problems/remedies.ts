import * as l10n from '@vscode/l10n';

/** A button, and the command behind it. */
export interface RemedyButton {
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
  /** The command takes the name of the profile that the problem is about. */
  readonly ofProfile?: true;
}

/** The button of each remedy. */
export const remedyButtons = {
  sign_in: { title: l10n.t('Sign In'), command: 'cognito.signIn', ofProfile: true },
  sign_in_as: { title: l10n.t('Sign In as Someone Else'), command: 'cognito.signInAs', ofProfile: true },
  select_user: { title: l10n.t('Select User'), command: 'cognito.selectUser', ofProfile: true },
  open_settings: {
    title: l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    argument: '@ext:cognito-tools.cognito-token-inspector',
  },
  paste_callback: { title: l10n.t('Paste Callback URL'), command: 'cognito.pasteCallbackUrl' },
  copy_callback_url: {
    title: l10n.t('Copy Callback URL'),
    command: 'cognito.copyCallbackUrl',
    ofProfile: true,
  },
  start_local_pool: { title: l10n.t('Start Local User Pool'), command: 'cognito.startLocalUserPool' },
  open_api_proxies: {
    title: l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    argument: 'cognito.apiProxies',
  },
  open_mcp_servers: {
    title: l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    argument: 'cognito.mcpServers',
  },
  start_api_proxy: { title: l10n.t('Start API Proxy'), command: 'cognito.startApiProxy' },
  open_proxy_settings: {
    title: l10n.t('Proxy Settings'),
    command: 'workbench.action.openSettings',
    argument: 'http.proxy',
  },
  manage_trust: { title: l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
  show_log: { title: l10n.t('Show Log'), command: 'cognito.showLog' },
  add_profile: { title: l10n.t('Add Profile'), command: 'cognito.addProfile' },
  edit_profile: { title: l10n.t('Edit Profile'), command: 'cognito.editProfile', ofProfile: true },
  select_profile: { title: l10n.t('Select Profile'), command: 'cognito.selectProfile', ofProfile: true },
  set_client_secret: {
    title: l10n.t('Set Client Secret'),
    command: 'cognito.setClientSecret',
    ofProfile: true,
  },
  check_app_client: { title: l10n.t('Check App Client'), command: 'cognito.checkAppClient', ofProfile: true },
} satisfies Record<string, RemedyButton>;

/** What the user can do about a problem. Each remedy becomes a button. */
export type Remedy = keyof typeof remedyButtons;

/** The button of a remedy. @param name any text @returns undefined when it is not the name of a remedy */
export function findRemedy(name: string): RemedyButton | undefined {
  return Object.hasOwn(remedyButtons, name) ? remedyButtons[name as Remedy] : undefined;
}
