import { quote } from '../../core/shellQuoting';

/** The facts of a profile that a profile of AWS needs. */
export interface AwsProfileFacts {
  readonly name: string;
  readonly identityPoolId: string;
}

/**
 * A profile for `~/.aws/config`, with which the AWS CLI and SDKs get credentials from `cognito-token`. There is no key in it.
 * @param program the path of `cognito-token`
 * Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
 */
export function awsProfileText(
  { name, identityPoolId }: AwsProfileFacts,
  program: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const shell = platform === 'win32' ? 'cmd' : 'posix';
  const [region = ''] = identityPoolId.split(':');
  return [
    `[profile ${awsProfileName(name)}]`,
    `region = ${region}`,
    `credential_process = ${quote(program, shell)} ${quote(name, shell)} --aws`,
    '',
  ].join('\n');
}

/** The name of a profile, without characters that the configuration of AWS or a shell could read in another way. */
export function awsProfileName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
