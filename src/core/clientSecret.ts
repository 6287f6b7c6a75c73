import { originalForm } from './issuer';
import { domainOrigin, profileIssuer, type Profile } from './profile';

/** Whose secret it is: an app client of an issuer, or, where no issuer is known, of a sign-in host. */
export interface SecretKey {
  /** The issuer in its original form, or the origin of the sign-in host. */
  readonly authority: string;
  readonly clientId: string;
}

/** Looks a client secret up; undefined when none has been set. */
export type FindSecret = (key: SecretKey) => Promise<string | undefined>;

/** Whose secret a profile uses. */
export function secretKey(profile: Profile): SecretKey {
  const authority = profileIssuer(profile) ?? domainOrigin(profile) ?? '';
  return { authority: originalForm(authority), clientId: profile.clientId };
}
