import { render, type TemplateResult } from 'lit';
import { keepFocus } from './focus';
import { buttonKeys } from './keys';

/** The extension, as a page sees it. */
interface Host<Sent> {
  readonly postMessage: (message: Sent | { readonly type: 'ready' }) => void;
  /** Keeps what the extension needs to restore the page. */
  readonly setState: (state: unknown) => void;
}
declare function acquireVsCodeApi(): Host<unknown>;

/** A page for a message of the extension, or for none before the first one. */
type Page<Received, Sent> = (message: Received | undefined, host: Host<Sent>) => TemplateResult;

/**
 * Draws the page of a webview now, and again for each message of the extension.
 * @param id the id of the element that the page is drawn into
 */
export function start<Received, Sent>(id: string, page: Page<Received, Sent>): void {
  const main = document.getElementById(id);
  if (!main) return;
  const host: Host<Sent> = acquireVsCodeApi();
  const draw = (message: Received | undefined): void => {
    keepFocus(main, () => {
      render(page(message, host), main);
    });
  };
  window.addEventListener('message', ({ data }: MessageEvent<Received>) => {
    draw(data);
  });
  main.addEventListener('keydown', buttonKeys, buttonKeys.capture);
  draw(undefined);
  host.postMessage({ type: 'ready' });
}
