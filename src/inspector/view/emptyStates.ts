import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import type { InspectorModel } from '../protocol';
import type { Host } from './buttons';
import { actionButton, buttonGroup } from './buttons';
import type { Child } from './dom';
import { element, icon, untrusted } from './dom';
import './emptyStates.css';

interface Empty {
  readonly icon: string;
  readonly title: string;
  readonly text: Child;
  readonly buttons: readonly HTMLElement[];
  readonly note?: string;
}

function empty({ icon: name, title, text, buttons, note }: Empty): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    icon(name, 'empty-icon'),
    element('h2', {}, title),
    element('p', {}, text),
    buttonGroup('Actions', ...buttons),
    note === undefined ? undefined : element('p', { class: 'empty-note' }, note),
  );
}

/** Until the first model is here. */
export function loading(): HTMLElement {
  return element(
    'div',
    { class: 'loading' },
    element('vscode-progress-ring', { 'aria-hidden': 'true' }),
    element('p', { role: 'status' }, 'Loading the session…'),
  );
}

function awaitingBrowser(host: Host): HTMLElement {
  return empty({
    icon: 'link-external',
    title: 'Waiting for the browser',
    text: 'Sign in on the page that has opened there. Your tokens appear here as soon as you are back.',
    buttons: [
      actionButton({ action: 'copySignInLink', label: 'Copy Sign-in Link', icon: 'link' }, host),
      actionButton({ action: 'pasteCallbackUrl', label: 'Paste Callback URL', icon: 'clippy' }, host),
    ],
    note: 'Copy the link to use another browser. Paste the address the browser ended at when nothing comes back.',
  });
}

function signedOut(machine: boolean, host: Host): HTMLElement {
  return empty({
    icon: 'key',
    title: 'Not signed in',
    text: machine
      ? 'This profile is a machine client: it gets its access token with its client secret, without a browser.'
      : 'Sign in through the user pool’s own page to see what its tokens say and whether they are sound, ' +
        'and to copy a valid access token.',
    buttons: [
      actionButton(
        machine
          ? { action: 'signIn', label: 'Get Access Token', icon: 'key' }
          : { action: 'signIn', label: 'Sign In', icon: 'sign-in' },
        host,
        true,
      ),
      actionButton({ action: 'checkAppClient', label: 'Check App Client', icon: 'checklist' }, host),
      actionButton({ action: 'inspectToken', label: 'Inspect Any Token…', icon: 'search' }, host),
    ],
    note: 'Tokens stay in this editor’s secret storage.',
  });
}

function unknownProfile(heading: string, host: Host): HTMLElement {
  return empty({
    icon: 'question',
    title: 'No such profile',
    text: element(
      'span',
      {},
      'The settings have no profile ',
      untrusted(`“${heading}”`),
      '. It may have been renamed or removed.',
    ),
    buttons: [
      actionButton({ action: 'addProfile', label: 'Add Profile…', icon: 'add' }, host, true),
      actionButton({ action: 'inspectToken', label: 'Inspect Any Token…', icon: 'search' }, host),
    ],
  });
}

function noToken(host: Host): HTMLElement {
  return empty({
    icon: 'search',
    title: 'No token here',
    text: 'Copy a token, a curl command or a token answer, then inspect it. It stays on this machine.',
    buttons: [
      actionButton({ action: 'inspectToken', label: 'Inspect Any Token…', icon: 'search' }, host, true),
    ],
  });
}

/** What is shown when there are no tokens. */
export function emptyState({ phase, heading, machine }: InspectorModel, host: Host): HTMLElement {
  switch (phase) {
    case 'waiting':
      return awaitingBrowser(host);
    case 'unknown':
      return unknownProfile(heading, host);
    case 'token':
      return noToken(host);
    case 'signed_out':
    case 'signed_in':
      return signedOut(machine, host);
  }
}
