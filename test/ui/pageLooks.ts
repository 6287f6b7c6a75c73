import type { BrowserContextOptions } from 'playwright-core';

interface PageLook {
  readonly look: BrowserContextOptions;
  /** Rules of axe-core that cannot be checked in this look. */
  readonly without: readonly string[];
}

/** The looks of a page in a browser. The narrow one is a window of 640 pixels that is zoomed to 200 %. */
export const looks: Readonly<Record<'light' | 'dark' | 'narrow' | 'forced-colors', PageLook>> = {
  light: { look: { colorScheme: 'light' }, without: [] },
  dark: { look: { colorScheme: 'dark' }, without: [] },
  narrow: {
    look: { colorScheme: 'light', viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
    without: [],
  },
  // The browser paints other colours than those that axe-core can read.
  'forced-colors': { look: { forcedColors: 'active' }, without: ['color-contrast'] },
};
