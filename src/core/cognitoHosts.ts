/** A sign-in domain of Amazon Cognito with a prefix that the pool's owner chose. */
export interface PrefixDomain {
  readonly prefix: string;
  readonly region: string;
}

const prefixDomainPattern = /^([a-z0-9-]+)\.auth(?:-fips)?\.([a-z0-9-]+)\.amazoncognito\.com(?:\.cn)?$/;

/**
 * Reads a prefix domain; undefined for any other host.
 * Source: AWS, "Configuring a user pool domain"; `auth-fips` in GovCloud; `.cn` in China.
 */
export function prefixDomain(host: string): PrefixDomain | undefined {
  const [, prefix, region] = prefixDomainPattern.exec(host) ?? [];
  return prefix === undefined || region === undefined ? undefined : { prefix, region };
}

/**
 * The AWS Region of an issuer's host, in both forms and with FIPS; undefined for any other host. The Region is read closely, because the
 * owner of a bucket named cognito-idp has the host cognito-idp.s3.amazonaws.com.
 */
export function issuerHostRegion(host: string): string | undefined {
  return /^(?:issuer-)?cognito-idp(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)$/.exec(
    host,
  )?.[1];
}

/** Whether a host looks like one of Amazon Cognito's but is not: `x.auth.us-east-1.amazoncognito.com.example.org`. */
export function isLookAlike(host: string): boolean {
  return /amazoncognito|amazonaws/.test(host) && !isAmazon(host);
}

/** Whether a host is in a domain that belongs to Amazon. */
export function isAmazon(host: string): boolean {
  return /(?:^|\.)(?:amazoncognito\.com(?:\.cn)?|amazonaws\.(?:com|com\.cn|eu)|api\.aws|on\.aws|cloudfront\.net|aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/.test(
    host,
  );
}
