import * as v from 'valibot';

/** A record with anything else could not even be signed out of. */
const address = v.pipe(v.string(), v.url());

/** Where a pool's authorization server answers, also as sessions and pending sign-ins keep it. */
export const endpointsSchema = v.object({
  /** Absent for a profile that has only a domain: the ID token tells. */
  issuer: v.optional(v.string()),
  authorization: address,
  token: address,
  userInfo: address,
  revocation: address,
  logout: address,
  /** Absent with the issuer. */
  jwks: v.optional(address),
});

export type Endpoints = Readonly<v.InferOutput<typeof endpointsSchema>>;
