import { ok } from 'node:assert/strict';

const redirects = new Set([301, 302, 303, 307, 308]);

/** The next address that the editor opened in the browser. Rejects after `timeout` ms. */
export async function openedInBrowser(timeout = 10_000): Promise<string> {
  const mailbox = process.env.TEST_BROWSER_MAILBOX;
  ok(mailbox, 'TEST_BROWSER_MAILBOX is not set: start the tests with npm run test:editor.');
  const response = await fetch(`${mailbox}/next`, { signal: AbortSignal.timeout(timeout) });
  return response.text();
}

/** A simulated browser with its own cookies, which signs a user in on the sign-in page of the local user pool. */
export class UserAgent {
  private readonly cookies = new Map<string, string>();

  /** @param send the way to the network, when it is not the host's own */
  constructor(private readonly send: (url: string, init: RequestInit) => Promise<Response> = fetch) {}

  /**
   * Opens a sign-in address, fills in the form on the page that comes back, and follows the redirects to the first
   * address that is not the user pool's own. A second page that shows a code gets that code.
   * @param url the authorization request
   * @param returnsTo how the address to stop at begins; by default anything but `http:` and `https:`
   */
  async signIn(
    url: string,
    fields: { username: string; password: string },
    returnsTo = /^(?!https?:)/,
  ): Promise<string> {
    let end = await this.follow(url, returnsTo);
    if (end.page === undefined) return end.url;
    end = await this.submit(end.url, await end.page.text(), fields, returnsTo);
    if (end.page === undefined) return end.url;
    const page = await end.page.text();
    const [, code] = /<code>(\d{6})<\/code>/.exec(page) ?? [];
    if (code === undefined) throw new Error(`The sign-in page came back: ${end.page.status} ${page}`);
    end = await this.submit(end.url, page, { code }, returnsTo);
    ok(end.page === undefined, 'The page for the code came back.');
    return end.url;
  }

  /** Fills in the form of a page, and follows the redirects as `follow` does. */
  private submit(
    url: string,
    page: string,
    fields: Readonly<Record<string, string>>,
    returnsTo: RegExp,
  ): ReturnType<UserAgent['follow']> {
    const form = parseForm(page);
    ok(form, `There is no form on ${url}.`);
    const body = new URLSearchParams([...form.hidden, ...Object.entries(fields)]);
    return this.follow(new URL(form.action, url).href, returnsTo, body);
  }

  /** The first address that matches, or the page where the redirects end. */
  private async follow(
    url: string,
    returnsTo: RegExp,
    body?: URLSearchParams,
  ): Promise<{ readonly url: string; readonly page?: Response }> {
    let next = url;
    let form = body;
    while (!returnsTo.test(next)) {
      const { origin } = new URL(next);
      const response = await this.send(next, {
        method: form === undefined ? 'GET' : 'POST',
        body: form,
        redirect: 'manual',
        headers: { cookie: this.cookies.get(origin) ?? '' },
      });
      this.keepCookies(origin, response);
      const location = response.headers.get('location');
      if (!redirects.has(response.status) || location === null) return { url: next, page: response };
      if (response.status < 307) form = undefined;
      next = new URL(location, next).href;
    }
    return { url: next };
  }

  private keepCookies(origin: string, response: Response): void {
    const jar = new Map(
      (this.cookies.get(origin) ?? '').split('; ').map((pair) => [pair.split('=', 1)[0], pair]),
    );
    jar.delete('');
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';', 1);
      const name = pair.split('=', 1)[0];
      if (/;\s*max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, pair);
    }
    this.cookies.set(origin, [...jar.values()].join('; '));
  }
}

interface Form {
  action: string;
  hidden: [string, string][];
}

/** The first form of a page with the method POST, with its hidden fields. */
function parseForm(html: string): Form | undefined {
  const [form] = /<form\b[^>]*method="?post[\s\S]*?<\/form>/i.exec(html) ?? [];
  if (form === undefined) return undefined;
  const hidden = [...form.matchAll(/<input\b[^>]*type="?hidden[^>]*>/gi)].map(([input]): [string, string] => [
    attribute(input, 'name'),
    attribute(input, 'value'),
  ]);
  return { action: attribute(form, 'action'), hidden };
}

/** The value of an attribute of the first tag. */
function attribute(html: string, name: string): string {
  const [tag = ''] = /<[^>]*>/.exec(html) ?? [];
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag) ?? [];
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
