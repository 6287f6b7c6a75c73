import '../../webview/view/language';
import * as l10n from '@vscode/l10n';
import { render } from 'lit';
import type { HostMessage, InspectorModel, ViewMessage, ViewState } from '../protocol';
import '../../webview/view/base.css';
import '../../webview/view/results.css';
import { keepFocus } from '../../webview/view/focus';
import { buttonKeys } from '../../webview/view/keys';
import { shownMoments } from './claimValue';
import { loading } from './emptyStates';
import { highlight } from './filter';
import { announcement, userInfoNews } from './announcements';
import { frame, page } from './page';
import { tokensOf } from './tabs';
import { poolTime, untilChange } from './time';
import { copyKey, type Choices } from './view';

interface Api {
  postMessage: (message: ViewMessage) => void;
  getState: () => ViewState | undefined;
  setState: (state: ViewState) => void;
}
declare function acquireVsCodeApi(): Api;

/** The longest wait of a timer, in milliseconds, because timers stand still while the computer sleeps. */
const longestWait = 3_600_000;

/** How long a row confirms a copy, in milliseconds. */
const confirmationTime = 2500;

const masked = l10n.t('The raw token is masked again.');

/** The name of what the user compares with; undefined without such a comparison. */
function otherTitle(model: InspectorModel | undefined): string | undefined {
  return model?.tokens?.comparisons.find(({ id }) => id === 'other')?.title;
}

function start(main: HTMLElement): void {
  const api = acquireVsCodeApi();
  let model: InspectorModel | undefined;
  let choices: Choices = { tab: api.getState()?.tab, terms: [], differencesOnly: false };
  let announced = { key: '', text: '' };
  const copied = new Set<string>();
  let timer: number | undefined;

  /** Draws the page for the present time, and again when a text about time changes. */
  const paint = (): void => {
    if (model === undefined) return;
    const { tokens } = model;
    const now = poolTime(tokens, Date.now());
    const state = announcement(model, now);
    if (state.key !== announced.key) announced = state;
    const shown = page(model, { ...choices, now, announced, copied, post: api.postMessage, change, openTab });
    keepFocus(main, () => {
      render(shown, main);
    });
    highlight(main.querySelector('table.claims'), choices.terms);
    const ends = tokens ? [tokens.issuedAt, ...tokensOf(tokens).map(({ expiresAt }) => expiresAt)] : [];
    const moments = [...shownMoments(main), ...ends.filter((end) => end !== undefined)];
    const wait = Math.min(...moments.map((moment) => untilChange(moment, now)));
    window.clearTimeout(timer);
    // One millisecond later, because the text changes just after that moment.
    timer = window.setTimeout(paint, Math.min(wait + 1, longestWait));
  };

  const change = (changes: Partial<Choices>): void => {
    choices = { ...choices, ...changes };
    paint();
  };

  const remember = (): void => {
    if (model) api.setState({ profile: model.key, tab: choices.tab });
  };

  /** Drops the raw token. @returns whether there was one */
  const dropRaw = (): boolean => {
    const { raw } = choices;
    choices = { ...choices, raw: undefined };
    return raw !== undefined;
  };

  const openTab = (tab: string): void => {
    if (dropRaw()) api.postMessage({ type: 'conceal' });
    change({ tab, row: undefined });
    remember();
    // Scrolls to the beginning of the new tab. The bar with the tabs stays in place.
    const top = main.querySelector<HTMLElement>('.body')?.offsetTop ?? 0;
    if (window.scrollY > top) window.scrollTo(0, top);
  };

  const show = (next: InspectorModel): void => {
    // The next model may have another token.
    if (dropRaw()) api.postMessage({ type: 'conceal' });
    const news = model && userInfoNews(model, next);
    if (news !== undefined) announced = { ...announced, text: news };
    const title = otherTitle(next);
    // The answer to "Compare With…".
    if (model && title !== undefined && title !== otherTitle(model)) {
      choices = { ...choices, tab: 'compare', comparison: 'other' };
    }
    model = next;
    remember();
    paint();
  };

  const say = (text: string): void => {
    announced = { ...announced, text };
    paint();
  };

  window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => {
    switch (message.type) {
      case 'show':
        show(message.model);
        break;
      case 'raw': {
        // The user may have opened another tab in the meantime.
        if (document.getElementById(`raw-${message.token}`) === null) break;
        choices = { ...choices, raw: message.text };
        say(l10n.t('The raw token is shown.'));
        // The token may be longer than the rest of the window.
        const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
        const behavior = still ? 'instant' : 'smooth';
        main.querySelector('.raw')?.scrollIntoView({ block: 'nearest', behavior });
        break;
      }
      case 'conceal':
        if (dropRaw()) say(masked);
        break;
      case 'copied': {
        const { name, what } = message;
        const key = copyKey(message);
        copied.add(key);
        say(what === 'name' ? l10n.t`Name ${name} copied.` : l10n.t`Value of ${name} copied.`);
        window.setTimeout(() => {
          copied.delete(key);
          paint();
        }, confirmationTime);
        break;
      }
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) paint();
    else if (dropRaw()) {
      say(masked);
      api.postMessage({ type: 'conceal' });
    }
  });
  document.addEventListener('keydown', (event) => {
    const find = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const filter = find && main.querySelector<HTMLElement>('.filter:not([hidden]) > vscode-textfield');
    if (!filter) return;
    filter.focus();
    event.preventDefault();
  });
  main.addEventListener('keydown', buttonKeys, buttonKeys.capture);
  render(frame('', loading()), main);
  api.postMessage({ type: 'ready' });
}

const main = document.getElementById('inspector');
if (main) start(main);
