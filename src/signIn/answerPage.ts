import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { textLanguage } from '../core/textLanguage';

/** Text and marks keep a contrast of 4.5 to 1 or more in both schemes. */
const style = `
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#16202e;--soft:#4b5768;--rule:#dde2ea;--good:#1a7f45;--bad:#a3142b}
@media (prefers-color-scheme:dark){:root{--page:#10151d;--card:#1a212c;--text:#e9edf3;--soft:#a9b4c3;--rule:#2e3846;--good:#6fd99b;--bad:#ffb3bd}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:420px;padding:40px 32px;background:var(--card);border:1px solid var(--rule);border-radius:12px;box-shadow:0 8px 28px rgb(0 0 0/.08);text-align:center}
svg{display:block;width:56px;height:56px;margin:0 auto 20px;fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.good{color:var(--good)}
.bad{color:var(--bad)}
h1{margin:0 0 8px;font-size:24px;line-height:1.25;text-wrap:balance}
p{margin:0;color:var(--soft);text-wrap:balance}
@media (max-width:480px){main{padding:32px 20px}}
`;

/** The code is in the query: it goes out of the address bar, out of bookmarks and out of what a reload would send. */
const script = `history.replaceState(null,'',location.pathname)`;

/** What the browser may do with the page: apply this one style and run this one script. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src ${hashSource(style)}`,
  `script-src ${hashSource(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of the page. There are no CORS headers: no other page may read it. */
export const answerPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/**
 * The page that a browser shows when it has brought a sign-in back, by what the callback carried. It is static: nothing of the
 * request is in it, and it loads nothing.
 */
export const answerPages = {
  code: page(
    l10n.t('Back in the editor'),
    l10n.t('The sign-in goes on in the editor. You can close this tab.'),
    '<svg class="good" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="m15 24.5 6.5 6.5L33.5 18"/></svg>',
  ),
  error: page(
    l10n.t('The sign-in did not succeed'),
    l10n.t('The editor says why. You can close this tab.'),
    '<svg class="bad" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M24 13v14M24 34.5v.1"/></svg>',
  ),
};

/** A CSP source that allows an inline element with exactly this text. Source: CSP Level 3, section 2.3.1. */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function page(heading: string, message: string, mark: string): string {
  return `<!doctype html>
<html lang="${textLanguage()}">
<head>
<meta charset="utf-8">
<title>${heading}</title>
<script>${script}</script>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${style}</style>
</head>
<body>
<main>
${mark}
<h1>${heading}</h1>
<p>${message}</p>
</main>
</body>
</html>
`;
}
