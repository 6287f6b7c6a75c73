import { createHmac } from 'node:crypto';
import { CompactSign, decodeJwt, decodeProtectedHeader, exportSPKI } from 'jose';
import { rewrite } from './faultyPoolAnswers';
import type { Fault } from './faultyPool';
import { createSigningKeys, type SigningKeys } from '../../src/localPool/keys';

type Claims = Readonly<Record<string, unknown>>;
/** Makes a forged token from a valid one. */
export type Forgery = (token: string, keys: SigningKeys) => Promise<string>;

/** The real response of the token endpoint with a forged ID token. */
export function forgeIdToken(keys: SigningKeys, forgery: Forgery): Fault {
  return rewrite(async (answer) => ({ ...answer, id_token: await forgery(String(answer.id_token), keys) }));
}

/** The real response of the token endpoint with a forged access token and an ID token without `at_hash`. */
export function forgeAccessToken(keys: SigningKeys, forgery: Forgery): Fault {
  return rewrite(async (answer) => ({
    ...answer,
    access_token: await forgery(String(answer.access_token), keys),
    id_token: await withClaims({ at_hash: undefined })(String(answer.id_token), keys),
  }));
}

/** Other claims, signed with the pool's own key. */
export function withClaims(changes: Claims): Forgery {
  return (token, keys) => sign({ ...decodeJwt(token), ...changes }, keyOf(token, keys));
}

/** Signed with another key under the pool's key id. */
export const byStranger: Forgery = async (token, keys) => {
  const stranger = await createSigningKeys();
  return sign(decodeJwt(token), { ...stranger.id, kid: keyOf(token, keys).kid });
};

/** Signed with another key under a key id that the pool does not have. */
export const byUnknownKey: Forgery = async (token) => sign(decodeJwt(token), (await createSigningKeys()).id);

/** The pool's signature under claims that were changed afterwards. */
export const tampered: Forgery = (token) => {
  const [header = '', , signature = ''] = token.split('.');
  const claims = { ...decodeJwt(token), 'cognito:groups': ['root'] };
  return Promise.resolve(`${header}.${encode(claims)}.${signature}`);
};

/** `alg: none` with an empty signature. */
export const unsigned: Forgery = (token) => {
  const header = { ...decodeProtectedHeader(token), alg: 'none' };
  return Promise.resolve(`${encode(header)}.${encode(decodeJwt(token))}.`);
};

/** HS256 with the pool's public key as the shared secret (RFC 8725 section 2.1). */
export const byPublicKey: Forgery = async (token, keys) => {
  const key = keyOf(token, keys);
  const input = `${encode({ kid: key.kid, alg: 'HS256' })}.${encode(decodeJwt(token))}`;
  const signature = createHmac('sha256', await exportSPKI(key.publicKey)).update(input);
  return `${input}.${signature.digest('base64url')}`;
};

function keyOf(token: string, keys: SigningKeys): SigningKeys['id'] {
  return decodeProtectedHeader(token).kid === keys.access.kid ? keys.access : keys.id;
}

function sign(
  claims: Claims,
  { kid, privateKey }: Pick<SigningKeys['id'], 'kid' | 'privateKey'>,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ kid, alg: 'RS256' })
    .sign(privateKey);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
