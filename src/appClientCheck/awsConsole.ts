import { isCognitoIssuer, originalForm, parseUrl } from '../core/issuer';
import { profileIssuer } from '../core/profile';
import type { Profile } from '../core/profile';

/** An app client as AWS names it. */
export interface ClientAddress {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Where a profile's client is in AWS; undefined when the profile does not name its pool, or the pool is not Cognito's. */
export function clientAddress(profile: Profile): ClientAddress | undefined {
  const issuer = originalForm(profileIssuer(profile) ?? '');
  const userPoolId =
    profile.userPoolId ?? (isCognitoIssuer(issuer) ? parseUrl(issuer)?.pathname.slice(1) : undefined);
  const region = userPoolId?.split('_', 1)[0];
  return userPoolId === undefined || region === undefined
    ? undefined
    : { region, userPoolId, clientId: profile.clientId };
}

/**
 * The client's page in the AWS console.
 * @returns undefined where the console's address is not known
 * Source: AWS General Reference, "AWS Management Console endpoints and quotas"; GovCloud and China have consoles of their own.
 */
export function consolePage({ region, userPoolId, clientId }: ClientAddress): string | undefined {
  const suffix = region.startsWith('us-gov-')
    ? 'console.amazonaws-us-gov.com'
    : region.startsWith('cn-')
      ? 'console.amazonaws.cn'
      : region.startsWith('eusc-')
        ? undefined
        : 'console.aws.amazon.com';
  const path = ['user-pools', userPoolId, 'applications', 'app-clients', clientId].map(encodeURIComponent);
  return suffix && `https://${region}.${suffix}/cognito/v2/idp/${path.join('/')}?region=${region}`;
}

/**
 * The command line that adds a callback URL, for bash and zsh. `update-user-pool-client` sets everything that it is not
 * given back to its default, so it gets all that the client has. The secret and the dates, which it does not take, are
 * left out, nothing is written to a file, and only the callback URLs are shown.
 * Source: AWS, UpdateUserPoolClient.
 */
export function addCallbackCommand(client: ClientAddress, callbackUrl: string): string {
  const names = `--user-pool-id ${quote(client.userPoolId)} --client-id ${quote(client.clientId)}`;
  const region = `--region ${quote(client.region)}`;
  const change =
    'del(.ClientSecret, .CreationDate, .LastModifiedDate) | .CallbackURLs = ((.CallbackURLs // []) - [$url] + [$url])';
  return [
    `aws cognito-idp update-user-pool-client ${region} --cli-input-json "$(`,
    `  aws cognito-idp describe-user-pool-client ${region} ${names} --query UserPoolClient --output json |`,
    `  jq --arg url ${quote(callbackUrl)} ${quote(change)}`,
    ')" --query UserPoolClient.CallbackURLs',
  ].join('\n');
}

/** The command line that gives a client the branding style without which managed login shows no page. */
export function brandingCommand({ region, userPoolId, clientId }: ClientAddress): string {
  return `aws cognito-idp create-managed-login-branding --region ${quote(region)} --user-pool-id ${quote(userPoolId)} --client-id ${quote(clientId)} --use-cognito-provided-values`;
}

/** Quotes a text as one word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
