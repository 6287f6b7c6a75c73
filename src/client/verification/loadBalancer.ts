import * as l10n from '@vscode/l10n';
import { compactVerify, errors, importSPKI } from 'jose';
import type { Fetch } from '../oauth/tokenRequest';
import { failed, notChecked, passed, shown, type CheckResult } from './claimChecks';
import { whyUnread } from './keys';

/**
 * Checks the signature of a load balancer's token. Its parts may be padded: they are signed with their padding.
 * @param uri the address of the key, as `loadBalancerKey` gives it
 */
export async function checkLoadBalancerSignature(
  token: string,
  uri: string,
  fetch: Fetch,
): Promise<CheckResult> {
  const { host } = new URL(uri);
  let pem: string;
  try {
    const response = await fetch(uri, {});
    if (response.status !== 200) {
      return notChecked('signature', l10n.t`${host} answered with status ${response.status}.`);
    }
    pem = await response.text();
  } catch (error) {
    return notChecked(
      'signature',
      l10n.t`The load balancer’s key could not be read. ${whyUnread(host, error)}`,
    );
  }
  try {
    await compactVerify(token, await importSPKI(pem, 'ES256'), { algorithms: ['ES256'] });
    return passed('signature', l10n.t('ES256 with the load balancer’s key'));
  } catch (error) {
    return error instanceof errors.JWSSignatureVerificationFailed
      ? failed('signature', l10n.t('The signature does not match the load balancer’s key.'))
      : failed('signature', l10n.t`The signature could not be read with the key of ${shown(host)}.`);
  }
}
