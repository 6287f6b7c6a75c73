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

const inspectAny: Button = { action: 'inspectToken', label: 'Inspect Any Token…', icon: 'search' };

/** What is shown until the first model arrives. */
export function loading(): TemplateResult {
  return html`<div class="loading subtle">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
    <p role="status">Loading the session…</p>
  </div>`;
}

function emptyOf({ phase, heading, machine }: InspectorModel): Empty {
  switch (phase) {
    case 'signingIn':
      return {
        glyph: 'link-external',
        title: 'Waiting for the browser',
        text: 'Sign in on the page that has opened there. Your tokens appear here as soon as you are back.',
        buttons: [
          { action: 'copySignInLink', label: 'Copy Sign-in Link', icon: 'link' },
          { action: 'pasteCallbackUrl', label: 'Paste Callback URL', icon: 'clippy' },
        ],
        note: 'Copy the link to use another browser. Paste the address the browser ended at when nothing comes back.',
      };
    case 'unknown': {
      const name = untrusted(`“${heading}”`);
      return {
        glyph: 'question',
        title: 'No such profile',
        text: html`<span>The settings have no profile ${name}. It may have been renamed or removed.</span>`,
        buttons: [{ action: 'addProfile', label: 'Add Profile…', icon: 'add' }, inspectAny],
        primary: 'addProfile',
      };
    }
    default:
      // The other phases have tokens.
      return {
        glyph: 'key',
        title: 'Not signed in',
        text: machine
          ? 'This profile is a machine client: it gets its access token with its client secret, without a browser.'
          : 'Sign in through the user pool’s own page to see what its tokens say and whether they are valid, ' +
            'and to copy a valid access token.',
        buttons: [
          machine
            ? { action: 'signIn', label: 'Get Access Token', icon: 'key' }
            : { action: 'signIn', label: 'Sign In', icon: 'sign-in' },
          { action: 'checkAppClient', label: 'Check App Client', icon: 'checklist' },
          inspectAny,
        ],
        primary: 'signIn',
        note: 'Tokens stay in this editor’s secret storage.',
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
    ${buttonGroup('Actions', actionButtons(buttons, view, primary))}
    ${note && html`<p class="subtle small">${note}</p>`}
  </div>`;
}
