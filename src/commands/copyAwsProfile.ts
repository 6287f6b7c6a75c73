import * as l10n from '@vscode/l10n';
import { env } from 'vscode';
import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import { assertHasIdentityPool } from '../handover/aws/awsCredentials';
import { awsProfileText } from '../handover/aws/awsProfile';
import type { Parts } from './parts';

/**
 * Copies a profile for `~/.aws/config`, with which the AWS CLI and SDKs get credentials of the profile's user.
 * @throws CognitoError identity_pool_missing, id_token_missing, program_missing
 */
export async function copyAwsProfile({ handover }: Pick<Parts, 'handover'>, profile: Profile): Promise<void> {
  const identityPoolId = assertHasIdentityPool(profile);
  const program = (await handover()).terminals.program();
  if (program === undefined) throw new CognitoError('program_missing');
  await env.clipboard.writeText(awsProfileText({ ...profile, identityPoolId }, program));
  confirmDone(l10n.t`AWS profile of “${plainLabel(profile.name)}” copied. Paste it into ~/.aws/config.`);
}
