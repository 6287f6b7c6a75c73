import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import type { InspectorModel } from '../protocol';
import { refreshTimes } from './claims';
import { verification } from './checks';
import { element } from './dom';
import type { Run } from './header';
import {
  awaitingBrowser,
  identity,
  needsRenewal,
  sessionState,
  signedOut,
  stateLine,
  toolbar,
} from './header';
import { noIdToken, tokenSection, userInfoSection } from './sections';
import { relative, untilChange } from './time';
import { verdictOf } from './verdict';

/** A part of the page that is built anew only when what it shows has changed. */
class Slot {
  readonly root: HTMLElement;
  #shown = '';

  constructor(className: string) {
    this.root = element('div', { class: className });
  }

  show(data: unknown, build: () => HTMLElement | undefined): void {
    const key = JSON.stringify(data);
    if (key === this.#shown) return;
    this.#shown = key;
    const built = build();
    this.root.replaceChildren(...(built === undefined ? [] : [built]));
    this.root.hidden = built === undefined;
  }
}

/** The inspector's page. It repaints what changed and leaves focus, scrolling and open sections as they were. */
export class Page {
  readonly #run: Run;
  readonly #main: HTMLElement;
  readonly #announcer = element('p', { class: 'hidden-text', role: 'status' });
  readonly #slots = {
    identity: new Slot('identity'),
    state: new Slot('state-slot'),
    toolbar: new Slot('toolbar-slot'),
    verification: new Slot('verification-slot'),
    first: new Slot('first'),
    second: new Slot('second'),
    third: new Slot('third'),
  };
  #profile: string | undefined;
  #announced: string | undefined;

  constructor(main: HTMLElement, run: Run) {
    this.#main = main;
    this.#run = run;
    main.replaceChildren(
      element(
        'div',
        { class: 'loading' },
        element('vscode-progress-ring', { 'aria-hidden': 'true' }),
        element('p', { role: 'status' }, 'Loading the session…'),
      ),
    );
  }

  /** Shows a model as it is at `now` (milliseconds). Returns how long that stays true, in milliseconds. */
  show(model: InspectorModel, now: number): number {
    if (this.#profile === undefined) this.#layOut();
    const focused = document.activeElement;
    const top = this.#profile === model.key ? window.scrollY : 0;
    this.#profile = model.key;
    this.#fill(model, now);
    if (window.scrollY !== top) window.scrollTo(0, top);
    if (focused !== null && !focused.isConnected) this.#focusAgain(focused.id);
    this.#announce(model, now);
    const moments = refreshTimes(this.#main, now);
    const { session } = model;
    if (session) {
      for (const moment of [session.issuedAt, session.accessToken?.expiresAt]) {
        if (moment !== undefined) moments.push(moment);
      }
    }
    if (session?.idToken?.expiresAt !== undefined) moments.push(session.idToken.expiresAt);
    return moments.reduce((wait, moment) => Math.min(wait, untilChange(moment, now)), Infinity);
  }

  #layOut(): void {
    const {
      identity: who,
      state,
      toolbar: actions,
      verification: checks,
      first,
      second,
      third,
    } = this.#slots;
    this.#main.replaceChildren(
      this.#announcer,
      who.root,
      state.root,
      actions.root,
      checks.root,
      element('div', { class: 'columns' }, first.root, element('div', {}, second.root, third.root)),
    );
  }

  #fill(model: InspectorModel, now: number): void {
    const slots = this.#slots;
    const { session } = model;
    slots.identity.show([model.heading, model.production, model.pool, model.clientId, session?.user], () =>
      identity(model),
    );
    if (session?.accessToken === undefined || session.userInfo === undefined) {
      slots.state.show(null, () => undefined);
      slots.toolbar.show(model.phase === 'waiting' ? 'waiting' : 'signed out', () =>
        model.phase === 'waiting' ? awaitingBrowser(this.#run) : signedOut(this.#run),
      );
      for (const slot of [slots.verification, slots.first, slots.second, slots.third]) {
        slot.show(null, () => undefined);
      }
      return;
    }
    const { idToken, accessToken, userInfo, canRefresh } = session;
    const expired = needsRenewal(session, now);
    slots.state.show([sessionState(session, now), session.issuedAt && relative(session.issuedAt, now)], () =>
      stateLine(session, now),
    );
    slots.toolbar.show([canRefresh, idToken !== undefined, expired], () =>
      toolbar(session, expired, this.#run),
    );
    const access = { id: 'access-token', title: 'Access token', section: accessToken };
    const tokens = idToken ? [{ id: 'id-token', title: 'ID token', section: idToken }, access] : [access];
    const verdicts = tokens.map((token) => verdictOf(token.section, now));
    slots.verification.show([verdicts, tokens.map((token) => token.section.checks)], () =>
      verification(tokens, now),
    );
    const accessSection = (): HTMLElement => tokenSection(access.id, access.title, accessToken, now);
    // Without an ID token the access token leads, and the note says why there is none.
    slots.first.show(idToken ?? accessToken, () =>
      idToken ? tokenSection('id-token', 'ID token', idToken, now) : accessSection(),
    );
    slots.second.show(idToken ? accessToken : 'none', () => (idToken ? accessSection() : noIdToken()));
    slots.third.show(userInfo, () => userInfoSection(userInfo, now));
  }

  /** What had the focus was built anew or is gone: go to its successor, else to the first button. */
  #focusAgain(id: string): void {
    const successor = id === '' ? null : document.getElementById(id);
    (successor ?? this.#main.querySelector<HTMLElement>('vscode-button'))?.focus({ preventScroll: true });
  }

  #announce(model: InspectorModel, now: number): void {
    const { session } = model;
    const tone = session && sessionState(session, now).tone;
    const failed =
      session !== undefined &&
      [session.idToken, session.accessToken].some(
        (token) => token && verdictOf(token, now).status === 'failed',
      );
    const key = JSON.stringify([model.key, session?.issuedAt, tone, failed]);
    if (key === this.#announced) return;
    this.#announced = key;
    this.#announcer.textContent =
      session === undefined
        ? `${model.heading}: not signed in.`
        : `${sessionState(session, now).text}.${failed ? ' A token failed its verification.' : ''}`;
  }
}
