import { originalForm } from './issuer';
import { domainOrigin, profileIssuer, type Profile } from './profile';

/** Identifies the app client of a secret: by its issuer or, when that is not known, by its sign-in host. */
export interface SecretKey {
  /** The issuer in its original form, or the origin of the sign-in host. */
  readonly authority: string;
  readonly clientId: string;
}

/** Looks up a client secret. @returns undefined when the user has not set the secret */
export type FindSecret = (key: SecretKey) => Promise<string | undefined>;

/** The app client whose secret a profile uses. */
export function secretKey(profile: Profile): SecretKey {
  const authority = profileIssuer(profile) ?? domainOrigin(profile) ?? '';
  return { authority: originalForm(authority), clientId: profile.clientId };
}
