import * as l10n from '@vscode/l10n';
import { commands, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { plainLabel } from '../../core/text';
import { copyForms, copySubjects, describeForm, type CopyForm, type CopySubject } from './copyForms';
import { isMachine, secureUrl, type Profile } from '../../core/profile';
import type { Session } from '../../core/session';
import { apiProxyEntries } from '../../handover/proxy/apiProxyEntries';
import { readEntries } from '../../profiles/settings';
import type { Pasted } from '../model/inspectorModel';
import type { TokenClipboard } from './tokenClipboard';

/** The tokens of a session, or pasted tokens, that can be copied. */
export interface CopySource {
  /** The name of a profile, or the key of pasted tokens. The last URL is remembered for it. */
  readonly key: string;
  readonly name: string;
  /** In the order of the list. The token for USERINFO is the access token. */
  readonly tokens: Readonly<Partial<Record<CopySubject, string>>>;
  /** The URL of USERINFO. */
  readonly userInfo?: string;
  /** The profile of a session, and its user when one is named. A program can get its token without the clipboard. */
  readonly profile?: Pick<Profile, 'name' | 'user'>;
  /** The profile has an identity pool, which gives AWS credentials. */
  readonly hasIdentityPool?: boolean;
}

/** A separator of the list has neither. */
interface Item extends QuickPickItem {
  readonly choice?: { readonly token: string; readonly subject: CopySubject; readonly form: CopyForm };
  /** A command that copies something else than a token, and its arguments. */
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
}

/** The last URL of a curl command, by key. Kept until the window closes. */
const lastUrls = new Map<string, string>();

/** The tokens of a session. USERINFO is offered only with an ID token, because it needs the openid scope. */
export function sessionSource(profile: Profile, session: Session): CopySource {
  const { idToken, accessToken, endpoints } = session;
  return {
    key: profile.name,
    name: profile.name,
    tokens: { accessToken, idToken, userInfo: idToken === undefined ? undefined : accessToken },
    userInfo: endpoints.userInfo,
    profile,
    hasIdentityPool: profile.identityPoolId !== undefined && !isMachine(profile),
  };
}

export function pastedSource({ key, heading, tokens: { id, access, other } }: Pasted): CopySource {
  return {
    key,
    name: heading,
    tokens: {
      accessToken: access?.token,
      idToken: id?.token,
      refreshToken: other?.kind === 'refresh' ? other.token : undefined,
      token: other?.kind === 'other' ? other.token : undefined,
    },
  };
}

/** Asks which token to copy and in what form, and copies it. */
export async function copyAs(source: CopySource, clipboard: Pick<TokenClipboard, 'copy'>): Promise<void> {
  const { tokens, userInfo, key } = source;
  const name = plainLabel(source.name);
  const subjects = Object.keys(tokens) as readonly CopySubject[];
  const items = subjects.flatMap((subject): readonly Item[] => {
    const token = tokens[subject];
    if (token === undefined) return [];
    const { title } = copySubjects[subject];
    const forms = copyForms(subject, source.profile).map((form) => ({
      label: `${title}: ${form.name ?? l10n.t('the token itself')}`,
      description: describeForm(form, token),
      choice: { token, subject, form },
    }));
    return [{ label: title, kind: QuickPickItemKind.Separator }, ...forms];
  });
  const chosen = await window.showQuickPick([...items, ...awsItems(source), ...proxyItems(source)], {
    title: l10n.t`Copy Token of “${name}” As`,
    placeHolder: l10n.t('Type to filter, for example “access bash”'),
    // A webview takes the focus back when the command palette closes, which would close the list.
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (chosen?.command !== undefined) {
    await commands.executeCommand(chosen.command.id, ...chosen.command.arguments);
    return;
  }
  if (chosen?.choice === undefined) return;
  const { token, subject, form } = chosen.choice;
  const url = !form.isCurl ? '' : subject === 'userInfo' ? userInfo : await askForUrl(key);
  if (url === undefined) return;
  const what = subject === 'userInfo' ? l10n.t('USERINFO request') : copySubjects[subject].title;
  await clipboard.copy(form.text(token, url), l10n.t`${what} of “${name}”`, form.name);
}

/** The profile for the AWS CLI and SDKs. */
function awsItems({ profile, hasIdentityPool }: CopySource): readonly Item[] {
  if (profile === undefined || hasIdentityPool !== true) return [];
  return [
    { label: l10n.t('AWS credentials'), kind: QuickPickItemKind.Separator },
    {
      label: l10n.t('AWS profile for credential_process'),
      description: l10n.t('without a key, for ~/.aws/config'),
      command: { id: 'cognito.copyAwsProfile', arguments: [profile.name, profile.user] },
    },
  ];
}

/** The base URLs of the API proxies that add a token of this profile. */
function proxyItems({ profile }: CopySource): readonly Item[] {
  const proxies = apiProxyEntries.all().filter(({ settings }) => settings.profile === profile?.name);
  if (proxies.length === 0) return [];
  return [
    { label: l10n.t('API proxies'), kind: QuickPickItemKind.Separator },
    ...proxies.map(({ settings: { name, url } }) => ({
      label: l10n.t`Base URL of the API proxy “${plainLabel(name)}”`,
      description: l10n.t`for ${url}`,
      command: { id: 'cognito.copyApiProxyUrl', arguments: [name] },
    })),
  ];
}

async function askForUrl(key: string): Promise<string | undefined> {
  // Pressing Enter accepts the offered URL, so a workspace's settings must not choose where the token goes.
  const own = readEntries().find(({ profile, source }) => source === 'user' && profile.name === key);
  const known = lastUrls.get(key) ?? own?.profile.resource ?? '';
  const answer = await window.showInputBox({
    title: l10n.t('Copy as curl'),
    prompt: l10n.t('Enter the URL to call. The token is sent there when you run the command.'),
    // There is no example URL here, because pressing Enter would send a real token to it.
    value: secureUrl(known) === undefined ? '' : known,
    placeHolder: 'https://api.example.com/orders',
    ignoreFocusOut: true,
    validateInput: (value) =>
      value !== '' && secureUrl(value.trim()) === undefined
        ? l10n.t('Enter a full https URL. Plain http is allowed on loopback only.')
        : undefined,
  });
  if (answer === undefined || answer === '') return undefined;
  const url = answer.trim();
  lastUrls.set(key, url);
  return url;
}
