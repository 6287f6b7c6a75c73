/**
 * Listens to keys for the buttons in an element, before they do. A button acts when a key goes down: Space would also
 * scroll the page, and a key that is held would repeat the action.
 */
export const buttonKeys = {
  capture: true,
  handleEvent: (event: KeyboardEvent): void => {
    const isButton = event.target instanceof Element && event.target.localName === 'vscode-button';
    if (!isButton) return;
    if (event.key === ' ') event.preventDefault();
    if (event.repeat) event.stopPropagation();
  },
};
