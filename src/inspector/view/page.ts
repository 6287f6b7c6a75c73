import type { InspectorModel, ShownTokens } from '../protocol';
import { Announcer } from './announcer';
import type { Host } from './buttons';
import { failureNotice } from './checks';
import { refreshTimes } from './claimValue';
import { chooseOther } from './comparison';
import { offersFor, tokensOf, type Offer } from './content';
import { element } from '../../webview/view/dom';
import { loading } from './emptyStates';
import { FilterBox } from './filter';
import { filterTerms } from './matching';
import { PageHead } from './pageHead';
import { Slot } from './slot';
import { Tabs } from './tabs';
import type { TabContent } from './tabContent';
import { untilChange } from './time';
import { verdictOf } from './verdict';
import type { TokenKind } from '../model/anyToken';

const panelId = 'panel';

/** What a session or token is compared with. */
function otherTitle({ tokens }: InspectorModel): string | undefined {
  return tokens?.comparisons.find(({ id }) => id === 'other')?.title;
}

/** The inspector's page. It repaints what changed and leaves focus, scrolling and filter as they were. */
export class Page {
  readonly #main: HTMLElement;
  readonly #host: Host;
  readonly #chose: (tab: string) => void;
  readonly #announcer = new Announcer();
  readonly #head: PageHead;
  readonly #failures = new Slot('failures');
  readonly #filter = new FilterBox((text) => {
    this.#terms = filterTerms(text);
    this.#content?.filter(this.#terms);
  });
  readonly #tabs = new Tabs(panelId, (tab) => {
    this.#select(tab);
  });
  readonly #panel = element('div', { id: panelId, class: 'panel', role: 'tabpanel' });
  readonly #body: HTMLElement;
  #model: InspectorModel | undefined;
  #offers: readonly Offer[] = [];
  #tabsShown = '';
  #tab: string | undefined;
  #shown: { readonly id: string; readonly key: string } | undefined;
  #content: TabContent | undefined;
  #terms: readonly string[] = [];

  /** @param tab the one that was open before a reload. @param chose hears of each tab the reader opens */
  constructor(main: HTMLElement, host: Host, tab: string | undefined, chose: (tab: string) => void) {
    this.#main = main;
    this.#host = host;
    this.#head = new PageHead(host);
    this.#tab = tab;
    this.#chose = chose;
    const bar = element('div', { class: 'bar' }, this.#tabs.root, this.#filter.root);
    this.#body = element('div', { class: 'body' }, bar, this.#panel);
    main.replaceChildren(loading());
  }

  /** Shows a model as it is at `now` (milliseconds). Returns how long that stays true, in milliseconds. */
  show(model: InspectorModel, now: number): number {
    if (this.#model === undefined) this.#layOut();
    const focused = document.activeElement;
    const row = focused?.closest<HTMLElement>('tr')?.dataset['name'];
    const before = this.#model?.key === model.key ? this.#model : undefined;
    const top = before === undefined ? 0 : window.scrollY;
    this.#model = model;
    if (before && otherTitle(before) !== otherTitle(model) && otherTitle(model) !== undefined) {
      // The answer to "Compare With…".
      chooseOther();
      this.#tab = 'compare';
      this.#chose('compare');
    }
    this.#fill(model, now);
    if (window.scrollY !== top) window.scrollTo(0, top);
    if (focused !== null && !focused.isConnected) this.#focusAgain(focused.id, row);
    this.#announcer.announce(model, now);
    const moments = refreshTimes(this.#main, now);
    const { tokens } = model;
    const ends = tokens ? [tokens.issuedAt, ...tokensOf(tokens).map(({ expiresAt }) => expiresAt)] : [];
    moments.push(...ends.filter((moment) => moment !== undefined));
    return moments.reduce((wait, moment) => Math.min(wait, untilChange(moment, now)), Infinity);
  }

  /** A raw token that the reader asked for. */
  reveal(token: TokenKind, text: string): void {
    this.#content?.reveal(token, text);
    this.#announcer.say('The raw token is shown.');
  }

  /** Masks what is revealed. @param tell whether the host does not know yet */
  conceal(tell: boolean): void {
    if (this.#content?.mask() !== true) return;
    this.#announcer.say('The raw token is masked again.');
    if (tell) this.#host.conceal();
  }

  /** The host has put a claim on the clipboard. */
  copied(name: string, what: 'name' | 'value'): void {
    this.#content?.copied(name, what);
    this.#announcer.say(what === 'name' ? `Name ${name} copied.` : `Value of ${name} copied.`);
  }

  focusFilter(): boolean {
    if (this.#content?.filtered !== true) return false;
    this.#filter.focus();
    return true;
  }

  #layOut(): void {
    const { parts } = this.#head;
    this.#main.replaceChildren(this.#announcer.root, ...parts, this.#failures.root, this.#body);
  }

  #fill(model: InspectorModel, now: number): void {
    this.#head.show(model, now);
    const { tokens } = model;
    this.#body.hidden = tokens === undefined || tokensOf(tokens).length === 0;
    if (tokens === undefined || this.#body.hidden) {
      this.#failures.show(undefined, () => element('p'));
      this.#leave();
      return;
    }
    this.#offers = offersFor(model, tokens, this.#host, now);
    this.#showTab(tokens, now);
  }

  #showTab(tokens: ShownTokens, now: number): void {
    const chosen = this.#offers.find(({ id }) => id === this.#tab);
    const offer = chosen ?? this.#offers.find(({ status }) => status === 'failed') ?? this.#offers[0];
    if (offer === undefined) return;
    const tabs = JSON.stringify([this.#offers.map(({ id, title, status }) => [id, title, status]), offer.id]);
    if (tabs !== this.#tabsShown) {
      this.#tabsShown = tabs;
      this.#tabs.show(this.#offers, offer.id);
      this.#panel.setAttribute('aria-labelledby', `tab-${offer.id}`);
    }
    const failing = tokensOf(tokens).filter(
      (token) => token.kind !== offer.id && verdictOf(token, now).status === 'failed',
    );
    this.#failures.show(failing.length === 0 ? undefined : [offer.id, ...failing], () =>
      element(
        'div',
        {},
        ...failing.map((token) =>
          failureNotice(token, now, () => {
            this.#select(token.kind);
            document.getElementById(`tab-${token.kind}`)?.focus();
          }),
        ),
      ),
    );
    const key = JSON.stringify(offer.data);
    if (this.#shown?.id === offer.id && this.#shown.key === key) {
      this.#content?.tick(now);
      return;
    }
    this.#leave();
    this.#shown = { id: offer.id, key };
    const content = offer.build(now);
    this.#content = content;
    this.#filter.root.hidden = !content.filtered;
    content.filter(this.#terms);
    this.#panel.replaceChildren(content.root);
  }

  #select(tab: string): void {
    const model = this.#model;
    if (model?.tokens === undefined) return;
    this.#tab = tab;
    this.#chose(tab);
    this.#showTab(model.tokens, this.#host.now());
    // A page begins at its beginning, the bar with the tabs stays where it is.
    const top = this.#body.offsetTop;
    if (window.scrollY > top) window.scrollTo(0, top);
  }

  /** What stood under the tabs goes; a raw token is masked and the host told. */
  #leave(): void {
    if (this.#content?.mask() === true) this.#host.conceal();
    this.#content = undefined;
    this.#shown = undefined;
    this.#panel.replaceChildren();
  }

  /** What had the focus was built anew or is gone: go to its successor, else to the first button. */
  #focusAgain(id: string, row: string | undefined): void {
    if (row !== undefined && this.#content?.focusRow(row) === true) return;
    const successor = id === '' ? null : document.getElementById(id);
    (successor ?? this.#main.querySelector<HTMLElement>('vscode-button'))?.focus({ preventScroll: true });
  }
}
