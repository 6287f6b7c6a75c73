import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import type { InspectorModel } from '../protocol';
import { actionButton, buttonGroup, type Button, type Host } from './buttons';
import { element, icon, untrusted, type Child } from '../../webview/view/dom';
import './emptyStates.css';

interface Empty {
  readonly icon: string;
  readonly title: string;
  readonly text: Child;
  /** The first thing to do, when one stands out. */
  readonly first?: Button;
  readonly others?: readonly Button[];
  readonly note?: string;
}

const inspectAny: Button = { action: 'inspectToken', label: 'Inspect Any Token…', icon: 'search' };

function empty({ icon: name, title, text, first, others = [], note }: Empty, host: Host): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    icon(name, 'empty-icon'),
    element('h2', {}, title),
    element('p', {}, text),
    buttonGroup(
      'Actions',
      first && actionButton(first, host, true),
      ...others.map((button) => actionButton(button, host)),
    ),
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

const awaitingBrowser: Empty = {
  icon: 'link-external',
  title: 'Waiting for the browser',
  text: 'Sign in on the page that has opened there. Your tokens appear here as soon as you are back.',
  others: [
    { action: 'copySignInLink', label: 'Copy Sign-in Link', icon: 'link' },
    { action: 'pasteCallbackUrl', label: 'Paste Callback URL', icon: 'clippy' },
  ],
  note: 'Copy the link to use another browser. Paste the address the browser ended at when nothing comes back.',
};

function signedOut(machine: boolean): Empty {
  return {
    icon: 'key',
    title: 'Not signed in',
    text: machine
      ? 'This profile is a machine client: it gets its access token with its client secret, without a browser.'
      : 'Sign in through the user pool’s own page to see what its tokens say and whether they are valid, ' +
        'and to copy a valid access token.',
    first: machine
      ? { action: 'signIn', label: 'Get Access Token', icon: 'key' }
      : { action: 'signIn', label: 'Sign In', icon: 'sign-in' },
    others: [{ action: 'checkAppClient', label: 'Check App Client', icon: 'checklist' }, inspectAny],
    note: 'Tokens stay in this editor’s secret storage.',
  };
}

function unknownProfile(heading: string): Empty {
  const name = untrusted(`“${heading}”`);
  return {
    icon: 'question',
    title: 'No such profile',
    text: element(
      'span',
      {},
      'The settings have no profile ',
      name,
      '. It may have been renamed or removed.',
    ),
    first: { action: 'addProfile', label: 'Add Profile…', icon: 'add' },
    others: [inspectAny],
  };
}

const noToken: Empty = {
  icon: 'search',
  title: 'No token here',
  text: 'Copy a token, a curl command or a token answer, then inspect it. It stays on this machine.',
  first: inspectAny,
};

function emptyOf({ phase, heading, machine }: InspectorModel): Empty {
  switch (phase) {
    case 'signingIn':
      return awaitingBrowser;
    case 'unknown':
      return unknownProfile(heading);
    case 'token':
      return noToken;
    case 'signed_out':
    case 'signed_in':
      return signedOut(machine);
  }
}

/** What is shown when there are no tokens. */
export function emptyState(model: InspectorModel, host: Host): HTMLElement {
  return empty(emptyOf(model), host);
}
