import * as l10n from '@vscode/l10n';
import { isLookAlike, issuerHostRegion, prefixDomain } from '../../core/cognitoHosts';
import { isLoopback } from '../../core/issuer';
import { plain, truncate } from '../../core/text';
import { isMachine, type Profile } from '../../core/profile';

/** The question that the user answers before a workspace's profile is used for the first time. */
export interface TrustQuestion {
  readonly message: string;
  readonly detail: string;
  readonly accept: string;
}

/** Longer names are cut, so that a profile's name cannot push the host out of sight. */
const longestName = 60;

/**
 * Where the profile comes from: the settings of the workspace or of the remote machine, or a file that Add Profile found. `fileHost`:
 * such a file named the pool, and discovery the host.
 */
export type Origin = 'workspace' | 'machine' | 'file' | 'fileHost';

const messages: Readonly<Record<Origin, (name: string) => string>> = {
  workspace: (name) => l10n.t`Use the profile “${name}” of this workspace?`,
  machine: (name) => l10n.t`Use the profile “${name}” from the settings of the remote machine?`,
  fileHost: (name) => l10n.t`Use the profile “${name}” that came from a file of a workspace?`,
  file: (name) => l10n.t`Add the profile “${name}” from a file of this workspace?`,
};

/** @param host where the browser or the client secret goes, port included, as `destination` gives it */
export function trustQuestion(profile: Profile, host: string, origin: Origin): TrustQuestion {
  return {
    message: messages[origin](shown(profile.name)),
    detail: [
      isMachine(profile)
        ? l10n.t('It sends the app client’s secret to:')
        : l10n.t('It opens the browser at:'),
      host,
      describeHost(new URL(`https://${host}`).hostname),
      [
        l10n.t`User pool: ${shown(profile.issuer ?? profile.userPoolId ?? l10n.t('unknown'))}`,
        l10n.t`App client: ${shown(profile.clientId)}`,
        profile.identityPoolId &&
          l10n.t`Identity pool, which gets the ID token and gives AWS credentials: ${profile.identityPoolId}`,
        profile.customRoleArn && l10n.t`AWS role: ${plain(profile.customRoleArn)}`,
      ]
        .filter(Boolean)
        .join('\n'),
      origin === 'file'
        ? l10n.t('The profile is added to your own settings, so you are not asked again.')
        : l10n.t('You are asked once. You are asked again when the settings change one of these.'),
    ].join('\n\n'),
    accept: origin === 'file' ? l10n.t('Add Profile') : l10n.t('Use Profile'),
  };
}

/** Says who runs a host, as far as its name tells. The host itself is always shown whole. */
export function describeHost(hostname: string): string {
  const cognito = prefixDomain(hostname);
  if (cognito) {
    return l10n.t`This is an Amazon Cognito sign-in domain in ${cognito.region}. The pool’s owner has chosen the name “${cognito.prefix}”.`;
  }
  const region = issuerHostRegion(hostname);
  if (region !== undefined) return l10n.t`This is Amazon Cognito in ${region}. The user pool has no domain.`;
  if (isLoopback(hostname)) return l10n.t('This is your own computer.');
  if (isAddress(hostname)) return l10n.t('This is an IP address, not a host of Amazon Cognito.');
  if (isLookAlike(hostname)) {
    return l10n.t('This host is not Amazon Cognito’s, although its name looks like it.');
  }
  return hostname.includes('xn--')
    ? l10n.t(
        'This host is not Amazon Cognito’s. The part with xn-- stands for letters outside ASCII, which can look like other letters.',
      )
    : l10n.t('This host is not Amazon Cognito’s.');
}

/** An IPv4 or IPv6 address, as URLs write it. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(hostname);
}

function shown(text: string): string {
  return truncate(plain(text), longestName);
}
