import { issuerHostRegion } from './cognitoHosts';

/** The DNS suffix of the AWS partition of a Region. Source: AWS general reference, Cognito endpoints. */
export function dnsSuffix(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  if (region.startsWith('eusc-')) return 'amazonaws.eu';
  return 'amazonaws.com';
}

const userPoolIdPattern = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)_[0-9a-zA-Z]+$/;
const updatedPrefix = 'issuer-';

/** Whether `host` is a loopback name or address. Only there is http allowed. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The AWS Region in a user pool id. A pool can be replicated to another Region and keeps its id there, so this is probably its primary
 * Region. The host of an issuer says in which Region the pool is used.
 * @returns undefined when the id does not begin with a Region
 */
export function userPoolRegion(userPoolId: string): string | undefined {
  return userPoolIdPattern.exec(userPoolId)?.[1];
}

/**
 * The issuer of a user pool, in its original form.
 * @param region where the pool is used; left out, the Region in its id
 * @returns undefined when `userPoolId` does not begin with a Region, or `region` is not the name of a Region
 * Source: AWS, IssuerConfigurationType.
 */
export function issuerOfPool(userPoolId: string, region = userPoolRegion(userPoolId)): string | undefined {
  if (region === undefined || userPoolRegion(userPoolId) === undefined) return undefined;
  const host = `cognito-idp.${region}.${dnsSuffix(region)}`;
  return issuerHostRegion(host) === region ? `https://${host}/${userPoolId}` : undefined;
}

/** Parses a URL; undefined when `address` is not one. */
export function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Whether `issuer` is at a host of Amazon Cognito, in either form. */
export function isCognitoIssuer(issuer: string): boolean {
  return cognitoPool(issuer) !== undefined;
}

/** The user pool that an issuer of Amazon Cognito names, and the Region of its host; undefined for any other issuer. */
export function cognitoPool(
  issuer: string,
): { readonly userPoolId: string; readonly region: string } | undefined {
  const url = parseUrl(issuer);
  const region = issuerHostRegion(url?.hostname ?? '');
  if (url === undefined || region === undefined) return undefined;
  const userPoolId = url.pathname.slice(1);
  return issuerOfPool(userPoolId, region) === originalForm(issuer) ? { userPoolId, region } : undefined;
}

/**
 * The original form of an issuer: `issuer-cognito-idp.…` becomes `cognito-idp.…`, any other issuer is unchanged.
 * Sessions are stored under this form, because a pool can be switched between the two.
 */
export function originalForm(issuer: string): string {
  return issuer.replace(`//${updatedPrefix}cognito-idp.`, '//cognito-idp.');
}

/**
 * Every `iss` that tokens of a pool may have: both forms for Amazon Cognito. Issuers of other servers can end in a slash, which a
 * profile leaves out.
 */
export function acceptedIssuers(issuer: string): readonly string[] {
  const original = originalForm(issuer);
  if (isCognitoIssuer(original)) {
    return [original, original.replace('//cognito-idp.', `//${updatedPrefix}cognito-idp.`)];
  }
  const plain = withoutSlash(issuer);
  return [plain, `${plain}/`];
}

/** An address without slashes at its end, to add a path to it. */
export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
