import { object, optional, string } from 'valibot';
import type { InferOutput } from 'valibot';

/** Where a pool's authorization server answers, also as sessions and pending sign-ins keep it. */
export const endpointsSchema = object({
  /** Absent for a profile that has only a domain: the ID token tells. */
  issuer: optional(string()),
  authorization: string(),
  token: string(),
  userInfo: string(),
  revocation: string(),
  logout: string(),
  /** Absent with the issuer. */
  jwks: optional(string()),
});

export type Endpoints = Readonly<InferOutput<typeof endpointsSchema>>;
