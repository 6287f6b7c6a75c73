import { cognitoPool, issuerOfPool } from '../core/issuer';
import { quotePosix } from '../core/shellQuoting';
import { profileIssuer, type Profile } from '../core/profile';

/** Where an app client is in AWS. */
export interface ClientAddress {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** The address of a profile's app client; undefined when the profile does not name its pool, or the pool is not in AWS. */
export function clientAddress(profile: Profile): ClientAddress | undefined {
  const ofId = issuerOfPool(profile.userPoolId ?? '') ?? '';
  const pool = cognitoPool(profileIssuer(profile) ?? '') ?? cognitoPool(ofId);
  return pool && { ...pool, clientId: profile.clientId };
}

/**
 * The app client's page in the AWS console.
 * @returns undefined for a Region whose console has no known address
 * Source: AWS General Reference, "AWS Management Console endpoints and quotas"; GovCloud and China have their own consoles.
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
 * The command that adds a callback URL, for bash and zsh. `update-user-pool-client` resets every setting that it does not get,
 * so the command sends all settings of the app client. It leaves out the secret and the dates, because
 * `update-user-pool-client` does not accept them. It writes no file and prints only the callback URLs.
 * Source: AWS, UpdateUserPoolClient.
 */
export function addCallbackCommand(client: ClientAddress, callbackUrl: string): string {
  const names = `--user-pool-id ${argument(client.userPoolId)} --client-id ${argument(client.clientId)}`;
  const region = `--region ${argument(client.region)}`;
  const change =
    'del(.ClientSecret, .CreationDate, .LastModifiedDate) | .CallbackURLs = ((.CallbackURLs // []) - [$url] + [$url])';
  return [
    `aws cognito-idp update-user-pool-client ${region} --cli-input-json "$(`,
    `  aws cognito-idp describe-user-pool-client ${region} ${names} --query UserPoolClient --output json |`,
    `  jq --arg url ${argument(callbackUrl)} ${argument(change)}`,
    ')" --query UserPoolClient.CallbackURLs',
  ].join('\n');
}

/** The command that creates a branding style, because managed login shows no page for an app client without one. */
export function brandingCommand({ region, userPoolId, clientId }: ClientAddress): string {
  return `aws cognito-idp create-managed-login-branding --region ${argument(region)} --user-pool-id ${argument(userPoolId)} --client-id ${argument(clientId)} --use-cognito-provided-values`;
}

/** The command that creates a resource server, whose identifier the parameter `resource` must name. Source: AWS, CreateResourceServer. */
export function createResourceServerCommand(
  { region, userPoolId }: ClientAddress,
  identifier: string,
): string {
  return `aws cognito-idp create-resource-server --region ${argument(region)} --user-pool-id ${argument(userPoolId)} --identifier ${argument(identifier)} --name ${argument(identifier)}`;
}

/** A text as one argument for a POSIX shell, without quotes when it needs none. */
function argument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quotePosix(text);
}
