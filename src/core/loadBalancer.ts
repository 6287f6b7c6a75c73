import { textClaim, type Claims } from './jwt';

/**
 * The address of the key that a load balancer signed a token with.
 * @param header of a token; a load balancer’s has the balancer’s ARN as `signer`
 * @returns undefined for a token of another signer
 * Source: AWS, "Authenticate users using an Application Load Balancer".
 */
export function loadBalancerKey(header: Claims): string | undefined {
  const signer = textClaim(header, 'signer') ?? '';
  const arn = /^arn:(aws|aws-us-gov):elasticloadbalancing:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:loadbalancer\/./;
  const [, partition, region] = arn.exec(signer) ?? [];
  const kid = textClaim(header, 'kid') ?? '';
  if (region === undefined || !/^[\w-]+$/.test(kid)) return undefined;
  return partition === 'aws-us-gov'
    ? `https://s3-${region}.amazonaws.com/aws-elb-public-keys-prod-${region}/${kid}`
    : `https://public-keys.auth.elb.${region}.amazonaws.com/${kid}`;
}

/** The claims of a token. A load balancer names the app client in the header, other signers in a claim. */
export function claimsWithClient(header: Claims, claims: Claims): Claims {
  return loadBalancerKey(header) === undefined ? claims : { client_id: header.client, ...claims };
}
