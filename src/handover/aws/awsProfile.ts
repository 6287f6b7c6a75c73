import { untranslated } from '../../core/text';
import type { Profile } from '../../core/profile';
import { quote } from '../../core/shellQuoting';
import { profileArguments } from '../profileArguments';

/** The facts of a profile that a profile of AWS needs. */
export interface AwsProfileFacts extends Pick<Profile, 'name' | 'user'> {
  readonly identityPoolId: string;
}

/**
 * A profile for `~/.aws/config`, with which the AWS CLI and SDKs get credentials from `cognito-token`. There is no key in it.
 * @param program the path of `cognito-token`
 * Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
 */
export function awsProfileText(
  { name, user, identityPoolId }: AwsProfileFacts,
  program: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const shell = platform === 'win32' ? 'cmd' : 'posix';
  const [region = ''] = identityPoolId.split(':');
  return [
    `[profile ${awsProfileName(user === undefined ? name : `${name} ${user}`)}]`,
    `region = ${region}`,
    untranslated(
      `credential_process = ${quote(program, shell)} ${profileArguments({ name, user }, shell)} --aws`,
    ),
    '',
  ].join('\n');
}

/** The name of a profile, without characters that the configuration of AWS or a shell could read in another way. */
export function awsProfileName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
