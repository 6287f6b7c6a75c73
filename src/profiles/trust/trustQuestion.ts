import { parse } from 'tldts-icann';
import { isLookAlike, prefixDomain } from '../../core/cognitoHosts';
import { isLoopback } from '../../core/issuer';
import { plain } from '../../core/text';
import type { Profile } from '../../core/profile';

/** What is asked before what a workspace says leads anywhere for the first time. */
export interface TrustQuestion {
  readonly message: string;
  readonly detail: string;
  readonly accept: string;
}

/** Longer names are cut, so that whoever wrote the profile cannot push the host out of sight. */
const longestName = 60;

/** Who says that a profile leads to a host: the settings of a workspace, or a file in it that a profile is made from. */
export type Origin = 'settings' | 'file';

/** @param host where the browser or the client secret goes, port included, as `destination` gives it */
export function trustQuestion(profile: Profile, host: string, origin: Origin = 'settings'): TrustQuestion {
  const pool = profile.userPoolId ?? profile.issuer ?? 'not named';
  return {
    message:
      origin === 'file'
        ? `Add “${shown(profile.name)}”, which a file of this workspace names?`
        : `Use “${shown(profile.name)}”, a profile that this workspace defines?`,
    detail: [
      profile.grant === 'client_credentials'
        ? 'The app client’s secret will go to:'
        : 'A sign-in takes the browser to:',
      host,
      describeHost(new URL(`https://${host}`).hostname),
      `User pool: ${shown(pool)}\nApp client: ${shown(profile.clientId)}`,
      origin === 'file'
        ? 'It becomes a profile of your own, and you are not asked again.'
        : 'You are asked once. Should the workspace change the pool, the app client or the host, you are asked again.',
    ].join('\n\n'),
    accept: origin === 'file' ? 'Add Profile' : 'Use Profile',
  };
}

/**
 * Whose host it is. The part that can be bought comes by itself, where the length of the rest cannot hide it.
 * Source of the domains that can be bought: publicsuffix.org, ICANN section.
 */
export function describeHost(hostname: string): string {
  const cognito = prefixDomain(hostname);
  if (cognito) {
    return `This is a sign-in domain of Amazon Cognito in ${cognito.region}. Whoever owns the pool has chosen “${cognito.prefix}”.`;
  }
  if (isLoopback(hostname)) return 'This is your own computer.';
  const { domain, isIp } = parse(hostname);
  if (isIp === true) return 'This is an address without a name. It is not Amazon’s.';
  const owner = domain ?? hostname;
  const whose = isLookAlike(hostname)
    ? `This is not Amazon’s, although it carries its name. It belongs to ${owner}.`
    : `This belongs to ${owner}, not to Amazon.`;
  return hostname.includes('xn--')
    ? `${whose} The part with xn-- stands for letters outside ASCII, which can look like others.`
    : whose;
}

function shown(text: string): string {
  const line = plain(text);
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
