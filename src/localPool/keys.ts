import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

interface SigningKey {
  /** Padded base64, which ends in `=` like Cognito's key ids. */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public key as the key set has it. */
  readonly jwk: JWK;
}

/** The two keys of a pool: one signs ID tokens, the other one access tokens. */
export interface SigningKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
}

/**
 * Creates two RSA-2048 keys in memory.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export async function createSigningKeys(): Promise<SigningKeys> {
  const [id, access] = await Promise.all([createSigningKey(), createSigningKey()]);
  return { id, access };
}

async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const kid = randomBytes(32).toString('base64');
  const { kty, e, n } = await exportJWK(publicKey);
  return { kid, privateKey, publicKey, jwk: { alg: 'RS256', e, kid, kty, n, use: 'sig' } };
}
