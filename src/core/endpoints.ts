import * as v from 'valibot';

/** An endpoint must be a valid URL, because signing out needs it. */
const address = v.pipe(v.string(), v.url());

/** The endpoints of a pool. Sessions and pending sign-ins store them. */
export const endpointsSchema = v.object({
  /** Absent for a profile with only a domain, until an ID token names it. */
  issuer: v.optional(v.string()),
  authorization: address,
  token: address,
  userInfo: address,
  revocation: address,
  logout: address,
  /** Absent when the issuer is absent. */
  jwks: v.optional(address),
});

export type Endpoints = Readonly<v.InferOutput<typeof endpointsSchema>>;
