import type { InspectorModel, ShownTokens } from '../protocol';
import type { Host } from './buttons';
import { tokensOf } from './content';
import { element, icon, untrusted } from '../../webview/view/dom';
import { emptyState } from './emptyStates';
import { identity, needsRenewal, sessionState, sessionToolbar, stateLine, tokenToolbar } from './header';
import { Slot } from './slot';

const nothing = (): HTMLElement => element('p');

/** What stands above the tabs: who it is, what is wrong, how long it lasts, what can be done. */
export class PageHead {
  readonly #host: Host;
  readonly #identity = new Slot('identity');
  readonly #problem = new Slot('problem');
  readonly #state = new Slot('state-slot');
  readonly #toolbar = new Slot('toolbar-slot');

  constructor(host: Host) {
    this.#host = host;
  }

  /** In the order of the page. */
  get parts(): readonly HTMLElement[] {
    return [this.#identity, this.#problem, this.#state, this.#toolbar].map(({ root }) => root);
  }

  /** Shows a model as it is at `now` (milliseconds). */
  show(model: InspectorModel, now: number): void {
    const { tokens, problem } = model;
    const named = [model.heading, model.phase, model.production, model.machine, model.pool, model.clientId];
    this.#identity.show([...named, tokens?.user ?? ''], () => identity(model));
    this.#problem.show(problem, () =>
      element('p', { class: 'notice bad', role: 'alert' }, icon('error'), untrusted(problem ?? '')),
    );
    if (tokens === undefined || tokensOf(tokens).length === 0) {
      this.#state.show(undefined, nothing);
      this.#toolbar.show([model.phase, model.heading, model.machine], () => emptyState(model, this.#host));
      return;
    }
    this.#showTokens(model, tokens, now);
  }

  #showTokens({ phase }: InspectorModel, tokens: ShownTokens, now: number): void {
    const state = sessionState(tokens, now);
    this.#state.show(state && stateLine(state, tokens, now).textContent, () =>
      state ? stateLine(state, tokens, now) : nothing(),
    );
    const renewal = needsRenewal(tokens, now);
    this.#toolbar.show([phase, tokens.canRefresh, tokens.canVerify, renewal], () =>
      phase === 'token' ? tokenToolbar(tokens, this.#host) : sessionToolbar(tokens, renewal, this.#host),
    );
  }
}
