import { issuerHostRegion, prefixDomain } from '../../core/cognitoHosts';
import type { Endpoints } from '../../core/endpoints';
import { isCognitoIssuer, isLoopback } from '../../core/issuer';
import { domainOrigin, profileIssuer, type Profile } from '../../core/profile';

/**
 * The host that a profile sends the browser or a client secret to, with its port, in ASCII (punycode).
 * @param endpoints left out before discovery
 * @returns undefined for a user pool id before discovery, because only Amazon Cognito itself is asked then
 */
export function destination(
  profile: Pick<Profile, 'userPoolId' | 'issuer' | 'domain'>,
  endpoints?: Endpoints,
): string | undefined {
  if (endpoints !== undefined) return new URL(endpoints.authorization).host;
  const issuer = profileIssuer(profile);
  if (issuer !== undefined) return isCognitoIssuer(issuer) ? undefined : new URL(issuer).host;
  const origin = domainOrigin(profile);
  return origin === undefined ? undefined : new URL(origin).host;
}

/** Whether a host, maybe with a port, is neither one of Amazon Cognito nor this computer. */
export function isForeign(host: string): boolean {
  const { hostname } = new URL(`https://${host}`);
  return (
    !isLoopback(hostname) && prefixDomain(hostname) === undefined && issuerHostRegion(hostname) === undefined
  );
}

/** Whether two profiles lead to the same pool, sign-in host, app client, identity pool and role. */
export function leadAlike(one: Profile, other: Profile): boolean {
  const fields = ['userPoolId', 'issuer', 'domain', 'clientId', 'identityPoolId', 'customRoleArn'] as const;
  return fields.every((field) => one[field] === other[field]);
}

/**
 * Identifies an approval: the user approves one pool, app client, host, identity pool and role together. The identity pool and the
 * role count, because they decide what AWS credentials allow.
 */
export function approvalKey(profile: Profile, host: string): string {
  const { clientId, identityPoolId, customRoleArn } = profile;
  const approved = [profileIssuer(profile) ?? '', domainOrigin(profile) ?? '', clientId, host];
  // A profile without an identity pool keeps the key that earlier versions stored.
  const ofAws = [identityPoolId, customRoleArn].filter((value) => value !== undefined);
  return JSON.stringify([...approved, ...ofAws]);
}
