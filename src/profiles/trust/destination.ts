import { prefixDomain } from '../../core/cognitoHosts';
import type { Endpoints } from '../../core/endpoints';
import { isCognitoIssuer, isLoopback } from '../../core/issuer';
import { domainOrigin, profileIssuer, type Profile } from '../../core/profile';

/**
 * The host that a profile sends the browser or a client secret to, with its port, in ASCII (punycode).
 * @param endpoints left out before discovery
 * @returns undefined for a user pool id before discovery, because only Amazon Cognito itself is asked then
 */
export function destination(profile: Profile, endpoints?: Endpoints): string | undefined {
  if (endpoints !== undefined) return new URL(endpoints.authorization).host;
  const issuer = profileIssuer(profile);
  if (issuer !== undefined) return isCognitoIssuer(issuer) ? undefined : new URL(issuer).host;
  const origin = domainOrigin(profile);
  return origin === undefined ? undefined : new URL(origin).host;
}

/** Whether a host, maybe with a port, is neither a prefix domain of Amazon Cognito nor this computer. */
export function isForeign(host: string): boolean {
  const { hostname } = new URL(`https://${host}`);
  return !isLoopback(hostname) && prefixDomain(hostname) === undefined;
}

/** Whether two profiles lead to the same pool, sign-in host, app client and identity pool. */
export function leadAlike(one: Profile, other: Profile): boolean {
  return (['userPoolId', 'issuer', 'domain', 'clientId', 'identityPoolId'] as const).every(
    (field) => one[field] === other[field],
  );
}

/**
 * Identifies an approval: the user approves one pool, app client, host and identity pool together. The identity pool counts, because
 * its owner decides whose AWS account the credentials are for.
 */
export function approvalKey(profile: Profile, host: string): string {
  const { clientId, identityPoolId } = profile;
  const approved = [profileIssuer(profile) ?? '', domainOrigin(profile) ?? '', clientId, host];
  // A profile without an identity pool keeps the key that earlier versions stored.
  return JSON.stringify(identityPoolId === undefined ? approved : [...approved, identityPoolId]);
}
