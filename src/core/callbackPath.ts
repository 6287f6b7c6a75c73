import type { Endpoints } from './endpoints';
import { originalForm } from './issuer';

/**
 * The end of the path of a callback URL that only sign-ins at this issuer and sign-in host use: 32 hexadecimal digits.
 * Source: RFC 9700 section 4.4.2, which asks for a callback URL for each issuer.
 */
export async function callbackPath({
  issuer = '',
  authorization,
}: Pick<Endpoints, 'issuer' | 'authorization'>): Promise<string> {
  const facts = JSON.stringify([originalForm(issuer), new URL(authorization).origin]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(facts));
  return [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
