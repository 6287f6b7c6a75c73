import { object, optional, pipe, string, url } from 'valibot';
import type { InferOutput } from 'valibot';

/** A record with anything else could not even be signed out of. */
const address = pipe(string(), url());

/** Where a pool's authorization server answers, also as sessions and pending sign-ins keep it. */
export const endpointsSchema = object({
  /** Absent for a profile that has only a domain: the ID token tells. */
  issuer: optional(string()),
  authorization: address,
  token: address,
  userInfo: address,
  revocation: address,
  logout: address,
  /** Absent with the issuer. */
  jwks: optional(address),
});

export type Endpoints = Readonly<InferOutput<typeof endpointsSchema>>;
