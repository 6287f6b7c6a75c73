import * as l10n from '@vscode/l10n';
import { CognitoError } from '../../core/errors';
import { identityPoolRegion } from '../../core/identityPool';
import { dnsSuffix, isCognitoIssuer } from '../../core/issuer';

/**
 * Where requests to an identity pool go. The identity pool of a server that is not Amazon's, such as the local user pool, is at the
 * origin of the issuer, which has issued the ID token and so learns nothing new from it.
 * @param issuer the issuer of the session
 * @throws CognitoError profile_invalid
 * Source: AWS general reference, "Amazon Cognito identity pools endpoints".
 */
export function identityPoolEndpoint(identityPoolId: string, issuer: string): string {
  if (!isCognitoIssuer(issuer)) return `${new URL(issuer).origin}/`;
  const region = identityPoolRegion(identityPoolId);
  if (region === undefined) {
    throw new CognitoError('profile_invalid', {
      field: 'identityPoolId',
      reason: l10n.t('names no AWS Region'),
    });
  }
  return `https://cognito-identity.${region}.${dnsSuffix(region)}/`;
}
