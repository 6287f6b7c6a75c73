import type { TokenSection } from '../protocol';
import { actionButton, buttonGroup, type Host } from './buttons';
import { element, grouped, icon, spoken } from '../../webview/view/dom';
import './raw.css';

const partNames = ['header', 'payload', 'signature'] as const;

/** A raw token, masked. It comes from the host when the reader asks for it, and is dropped when it is hidden. */
export class RawToken {
  readonly root: HTMLElement;
  readonly #section: TokenSection;
  readonly #body = element('div', { class: 'raw-body' });
  readonly #toggle: HTMLElement;
  #revealed = false;

  constructor(section: TokenSection, signedIn: boolean, host: Host) {
    const { kind, title } = section;
    this.#section = section;
    this.#toggle = element('vscode-button', { id: `reveal-${kind}`, secondary: true, tabindex: '0' });
    this.#toggle.addEventListener('click', () => {
      if (!this.#revealed) {
        host.reveal(kind);
        return;
      }
      this.mask();
      host.conceal();
    });
    const copy =
      kind === 'id' && signedIn
        ? actionButton({ action: 'copyIdToken', label: 'Copy ID Token', icon: 'copy' }, host)
        : undefined;
    this.root = element(
      'section',
      { class: 'raw', 'aria-labelledby': `raw-${kind}` },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: `raw-${kind}` }, 'Raw token'),
        element('span', { class: 'note' }, `${grouped(section.length)} characters`),
      ),
      this.#body,
      // A sealed token never leaves the host: there is nothing to reveal.
      section.sealed ? undefined : buttonGroup(`Raw ${title}`, this.#toggle, copy),
    );
    this.mask();
  }

  /** Shows the token, part by part. */
  reveal(token: string): void {
    this.#revealed = true;
    const parts = token.split('.');
    const shown = parts.flatMap((part, index) => {
      const name = parts.length === partNames.length ? partNames[index] : undefined;
      return [index === 0 ? '' : '.', element('span', { class: `part ${name ?? ''}`.trim() }, part)];
    });
    const label = `${this.#section.title}, revealed`;
    const text = element(
      'div',
      { class: 'raw-text', tabindex: '0', role: 'group', 'aria-label': label },
      ...shown,
    );
    this.#body.replaceChildren(text);
    this.#say('Hide', 'eye-closed');
    // What was asked for may be longer than what is left of the window.
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.root.scrollIntoView({ block: 'nearest', behavior: still ? 'instant' : 'smooth' });
  }

  /** Whether there was something to hide. */
  mask(): boolean {
    const was = this.#revealed;
    this.#revealed = false;
    const dots = element('span', { 'aria-hidden': 'true' }, '•'.repeat(28));
    this.#body.replaceChildren(
      element('div', { class: 'raw-text masked' }, icon('lock'), dots, spoken('Masked')),
    );
    this.#say('Reveal', 'eye');
    return was;
  }

  #say(label: string, name: string): void {
    this.#toggle.setAttribute('icon', name);
    this.#toggle.replaceChildren(label, spoken(` the raw ${this.#section.title}`));
  }
}
