import type { AnswerLine, AwsKeys } from '../terminal/protocol';
import type { Arguments } from './arguments';

export type TokenLine = Extract<AnswerLine, { readonly token: string }>;

/**
 * A token in the form that the command line asks for, without a line break at its end.
 * @param execInfo the variable KUBERNETES_EXEC_INFO, in which kubectl says which version it understands
 * Sources: RFC 6750 section 2.1; Kubernetes, "client-go credential plugins".
 */
export function print(
  { form, variable }: Pick<Arguments, 'form' | 'variable'>,
  { token, kind, profile, expiresAt }: TokenLine,
  execInfo?: string,
): string {
  const expiry = new Date(expiresAt).toISOString();
  switch (form) {
    case 'bare':
      return token;
    case 'header':
      return `Authorization: Bearer ${token}`;
    case 'env':
      return `${variable}=${token}`;
    case 'json':
      return JSON.stringify({ token, kind, profile, expiresAt: expiry });
    case 'exec-credential':
      return JSON.stringify({
        kind: 'ExecCredential',
        apiVersion: execVersion(execInfo),
        status: { token, expirationTimestamp: expiry.replace(/\.\d+/, '') },
      });
    case 'mcp-headers':
      return JSON.stringify({ Authorization: `Bearer ${token}` });
  }
}

/**
 * AWS credentials for the setting `credential_process` of the AWS CLI and SDKs.
 * Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
 */
export function printAwsKeys({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: AwsKeys): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt).toISOString(),
  });
}

const execVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'] as const;

/** kubectl refuses an answer in another version than it asked for. */
function execVersion(execInfo: string | undefined): string {
  return execVersions.find((version) => execInfo?.includes(`"${version}"`) === true) ?? execVersions[0];
}
