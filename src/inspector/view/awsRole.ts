import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { icon, untrusted } from '../../webview/view/templates';
import type { AwsRole } from '../model/awsRole';
import './awsRole.css';

/** Which role an identity pool would choose for the user of an ID token, and why. */
export function awsRoleSection({ arn, what, why, fix }: AwsRole): TemplateResult {
  return html`<section class="aws-role" aria-labelledby="aws-role">
    <div class="section-head flow"><h2 id="aws-role">${l10n.t('AWS role')}</h2></div>
    <p class="role ${fix === undefined ? '' : 'over'}">
      ${icon(fix === undefined ? 'shield' : 'warning')}<span class="strong">${what}</span>
    </p>
    ${arn === undefined ? undefined : html`<p>${untrusted(arn, 'value')}</p>`}
    <p class="subtle">${why}</p>
    ${fix === undefined ? undefined : html`<p>${fix}</p>`}
    <p class="subtle small">
      ${l10n.t(
        'This applies if the identity pool takes the role from the token. If the pool has rules or uses its default role, those decide.',
      )}
    </p>
  </section>`;
}
