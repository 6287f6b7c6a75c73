import { createHash } from 'node:crypto';
import type { BrowserContext, Page, Request } from 'playwright-core';

/** Searches texts, windows and files for secrets of a run, where they must not be. */
export interface Canary {
  /** Records the codes, states and code challenges that a browser sends, as secrets to search for. */
  readonly watch: (context: BrowserContext) => void;
  /** Records a secret of another kind. @param what it is, for the report */
  readonly know: (secret: string, what: string) => void;
  /** Searches a text for secrets. @param where names the text in the report */
  readonly look: (where: string, text: string) => void;
  /** Searches the content of a window of the editor and its storage in the browser. */
  readonly lookAtWindow: (page: Page) => Promise<void>;
  /** The kinds and places of the secrets that were found, without the secrets. */
  readonly leaks: () => readonly string[];
  /** The number of recorded secrets: a run without any proves nothing. */
  readonly seen: () => number;
}

/** A signed or an encrypted token. */
const token = /eyJ[\w-]{20,}\.(?:[\w-]{20,}\.){1,3}[\w-]{20,}/;
/** A possible code verifier: a text with the length of the extension's code verifiers. */
const verifierLike = /(?<![\w-])[\w-]{43}(?![\w-])/g;

/** The storage key of the last input of Developer: Open URL. Only tests open callback URLs in this way. */
const typedByTests = ' workbench.action.url.openUrl.lastInput';

/** @param known client secrets, which no pattern and no request can identify */
export function createCanary(known: readonly string[] = []): Canary {
  const secrets = new Map(known.map((secret) => [secret, 'a client secret']));
  const challenges = new Set<string>();
  const found = new Set<string>();

  const look = (where: string, text: string): void => {
    if (token.test(text)) found.add(`a token in ${where}`);
    for (const [secret, what] of secrets) if (text.includes(secret)) found.add(`${what} in ${where}`);
    for (const [run] of text.matchAll(verifierLike)) {
      if (challenges.has(createHash('sha256').update(run).digest('base64url'))) {
        found.add(`a code verifier in ${where}`);
      }
    }
  };

  const note = (request: Request): void => {
    const { searchParams } = new URL(request.url());
    // The address of a hand-over contains the callback URL as a parameter.
    const inner = new URL(searchParams.get('url') ?? 'about:blank').searchParams;
    for (const parameters of [searchParams, inner]) {
      for (const [name, what] of [
        ['code', 'an authorization code'],
        ['state', 'a state'],
      ] as const) {
        const value = parameters.get(name) ?? '';
        if (value.length >= 20) secrets.set(value, what);
      }
      const challenge = parameters.get('code_challenge');
      if (challenge !== null) challenges.add(challenge);
    }
  };

  return {
    watch: (context) => {
      context.on('request', note);
    },
    know: (secret, what) => {
      secrets.set(secret, what);
    },
    look,
    lookAtWindow: async (page) => {
      for (const frame of page.frames()) {
        // A frame that has been removed meanwhile shows nothing.
        look('what a window shows', await frame.content().catch(() => ''));
      }
      for (const { where, text } of await page.evaluate<{ where: string; text: string }[]>(stored)) {
        if (!where.endsWith(typedByTests)) look(`what a window stores as ${where}`, text);
      }
    },
    leaks: () => [...found],
    seen: () => secrets.size + challenges.size,
  };
}

/** Runs in the page. Returns all values in its storages with their names. */
const stored = `(async () => {
  const found = [localStorage, sessionStorage].flatMap((storage) =>
    Object.entries(storage).map(([where, text]) => ({ where, text })));
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const readable = (_, part) => (ArrayBuffer.isView(part) ? new TextDecoder().decode(part) : part);
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(records.getAllKeys()), done(records.getAll())]);
      values.forEach((value, index) => {
        const whole = readable('', value);
        const text = typeof whole === 'string' ? whole : JSON.stringify(whole, readable);
        found.push({ where: name + ' ' + String(keys[index]), text: text ?? '' });
      });
    }
    database.close();
  }
  return found;
})()`;
