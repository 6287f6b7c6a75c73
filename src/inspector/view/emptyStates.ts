import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { html, type TemplateResult } from 'lit';
import { icon, untrusted } from '../../webview/view/templates';
import type { InspectorAction, InspectorModel } from '../protocol';
import { actionButtons, buttonGroup, type Button } from './buttons';
import type { View } from './view';
import './emptyStates.css';

interface Empty {
  readonly glyph: string;
  readonly title: string;
  readonly text: string | TemplateResult;
  readonly buttons: readonly Button[];
  /** The action of the prominent button. */
  readonly primary?: InspectorAction;
  readonly note?: string;
}

const inspectAny: Button = { action: 'inspectToken', label: l10n.t('Inspect Any Token…'), icon: 'search' };

/** What is shown until the first model arrives. */
export function loading(): TemplateResult {
  return html`<div class="loading subtle">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
    <h1>${l10n.t('Loading the session…')}</h1>
  </div>`;
}

function emptyOf({ phase, heading, machine }: InspectorModel): Empty {
  switch (phase) {
    case 'signingIn':
      return {
        glyph: 'link-external',
        title: l10n.t('Waiting for the browser'),
        text: l10n.t(
          'Sign in on the page that has opened there. Your tokens appear here as soon as you are back.',
        ),
        buttons: [
          { action: 'copySignInLink', label: l10n.t('Copy Sign-in Link'), icon: 'link' },
          { action: 'pasteCallbackUrl', label: l10n.t('Paste Callback URL'), icon: 'clippy' },
        ],
        note: l10n.t(
          'Copy the link to use another browser. Paste the address the browser ended at when nothing comes back.',
        ),
      };
    case 'unknown':
      return {
        glyph: 'question',
        title: l10n.t('No such profile'),
        text: untrusted(
          l10n.t`The settings have no profile “${heading}”. It may have been renamed or removed.`,
        ),
        buttons: [{ action: 'addProfile', label: l10n.t('Add Profile…'), icon: 'add' }, inspectAny],
        primary: 'addProfile',
      };
    default:
      // The other phases have tokens.
      return {
        glyph: 'key',
        title: l10n.t('Not signed in'),
        text: machine
          ? l10n.t(
              'This profile is a machine client: it gets its access token with its client secret, without a browser.',
            )
          : l10n.t(
              'Sign in through the user pool’s own page to see what its tokens say and whether they are valid, and to copy a valid access token.',
            ),
        buttons: [
          machine
            ? { action: 'signIn', label: l10n.t('Get Access Token'), icon: 'key' }
            : { action: 'signIn', label: l10n.t('Sign In'), icon: 'sign-in' },
          { action: 'checkAppClient', label: l10n.t('Check App Client'), icon: 'checklist' },
          inspectAny,
        ],
        primary: 'signIn',
        note: l10n.t('Tokens stay in this editor’s secret storage.'),
      };
  }
}

/** What is shown when there are no tokens. */
export function emptyState(model: InspectorModel, view: View): TemplateResult {
  const { glyph, title, text, buttons, primary, note } = emptyOf(model);
  return html`<div class="empty">
    ${icon(glyph, 'empty-icon')}
    <h2>${title}</h2>
    <p class="subtle">${text}</p>
    ${buttonGroup(l10n.t('Actions'), actionButtons(buttons, view, primary))}
    ${note && html`<p class="subtle small">${note}</p>`}
  </div>`;
}
