import { join } from 'node:path';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import { root } from '../support/packaging';

/** How often a picture is tried. */
const attempts = 3;

/**
 * Takes a picture without animations and the cursor: out/pictures/<name>.png. On a busy machine headless Chromium sometimes
 * never answers a request for a picture, but answers the next one. Pictures are for people and no test compares them, so a
 * picture that cannot be taken is reported and fails no test.
 */
export async function takePicture(
  page: Page,
  name: string,
  options: Pick<PageScreenshotOptions, 'fullPage'> = {},
): Promise<void> {
  const path = join(root, 'out/pictures', `${name}.png`);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      await page.screenshot({ ...options, path, animations: 'disabled', caret: 'hide', timeout: 15_000 });
      return;
    } catch (error) {
      console.warn(`Attempt ${attempt} of ${attempts} to take the picture ${name}: ${String(error)}`);
    }
  }
}
