import { createHash } from 'node:crypto';
import type { LocalUser } from './configSchema';
import { shippedPassword } from './defaults';
import type { Reply } from './http';

/** The stylesheet of the pool's pages. Text and controls keep a contrast of 4.5 to 1 or more in both schemes. */
const style = `
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#16202e;--soft:#4b5768;--line:#8a95a5;--rule:#dde2ea;--accent:#1f5fbf;--hover:#184c9b;--onAccent:#fff;--alert:#a3142b;--alertPage:#fdecee}
@media (prefers-color-scheme:dark){:root{--page:#10151d;--card:#1a212c;--text:#e9edf3;--soft:#a9b4c3;--line:#6f7c8f;--rule:#2e3846;--accent:#8ab4ff;--hover:#a8c7ff;--onAccent:#0c1a30;--alert:#ffb3bd;--alertPage:#3a1a21}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:24px 16px;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:420px;padding:32px;background:var(--card);border:1px solid var(--rule);border-radius:12px;box-shadow:0 8px 28px rgb(0 0 0/.08)}
.badge{display:inline-block;margin:0 0 16px;padding:2px 10px;border:1px solid var(--line);border-radius:999px;color:var(--soft);font-size:13px}
h1{margin:0;font-size:26px;line-height:1.25}
h2{margin:0 0 8px;font-size:14px;color:var(--soft)}
.lead{margin:4px 0 24px;color:var(--soft);overflow-wrap:anywhere}
.alert{margin:0 0 20px;padding:10px 14px;border-left:4px solid var(--alert);border-radius:4px;background:var(--alertPage);color:var(--alert)}
label{display:block;margin:0 0 6px;font-weight:600}
input{width:100%;margin:0 0 18px;padding:10px 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--text);font:inherit}
button{width:100%;margin-top:4px;padding:11px 16px;border:1px solid transparent;border-radius:8px;background:var(--accent);color:var(--onAccent);font:inherit;font-weight:600;cursor:pointer}
button:hover{background:var(--hover)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.users{margin:28px 0 0;padding:20px 0 0;border-top:1px solid var(--rule);font-size:14px}
ul{margin:0;padding:0;list-style:none}
li{padding:4px 0;overflow-wrap:anywhere}
li span{color:var(--soft)}
a{color:var(--accent)}
.users p{margin:10px 0 0;color:var(--soft)}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--text)}
footer{max-width:420px;margin:20px 0 0;text-align:center;font-size:13px;color:var(--soft)}
@media (max-width:480px){main{padding:24px 20px}}
@media (forced-colors:active){main,button{border-color:ButtonText}}
`;

/**
 * Only this stylesheet and an inline icon. There is no `form-action`: browsers apply it to the redirect after a form
 * post as well, and would then refuse to hand the callback to a custom scheme such as `vscode:`.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const icon = encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#1f5fbf"/><path d="M5 8.2 7.2 10.4 11.2 6" fill="none" stroke="#fff" stroke-width="1.8"/></svg>',
);

/** Text escaped for the content of elements and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * A page of the pool.
 *
 * @param title plain text
 * @param main HTML, escaped by the caller
 */
export function page(status: number, title: string, main: string, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=UTF-8',
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'same-origin',
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Local user pool</title>
<link rel="icon" href="data:image/svg+xml,${icon}">
<style>${style}</style>
</head>
<body>
<main>
<p class="badge">Local user pool</p>
${main}
</main>
<footer>Not Amazon Cognito: a stand-in that runs on this computer only.</footer>
</body>
</html>
`,
  };
}

/** A page with only a message. */
export function messagePage(status: number, heading: string, message: string): Reply {
  return page(status, heading, `<h1>${escapeHtml(heading)}</h1>\n<p class="lead">${escapeHtml(message)}</p>`);
}

/** The page at `/error`. Like Cognito's page, it has the reason only in its address. */
export function errorPage(): Reply {
  return messagePage(400, 'Something went wrong', 'An error was encountered with the requested page.');
}

/** The answer for a path that the domain does not have. */
export function badRequestPage(): Reply {
  return messagePage(400, 'Bad Request', 'There is nothing at this address.');
}

/** The content of the login page as plain text, which the page escapes. */
interface LoginView {
  readonly clientName: string;
  readonly users: readonly LocalUser[];
  /** The parameters of the authorization request, which the form sends along. */
  readonly query: URLSearchParams;
  readonly csrfToken: string;
  /** The initial value of the field. */
  readonly username: string;
  readonly alert: string | undefined;
}

const mostUsersShown = 10;

/** The login page: a plain form, no script. */
export function loginPage(status: number, view: LoginView, headers: Reply['headers']): Reply {
  const { alert } = view;
  const described = alert === undefined ? '' : ' aria-describedby="alert" aria-invalid="true"';
  const focus = (wanted: boolean): string => (wanted ? ' autofocus' : '');
  return page(
    status,
    alert === undefined ? 'Sign in' : 'Error: Sign in',
    `<h1>Sign in</h1>
<p class="lead">to continue to ${escapeHtml(view.clientName)}</p>
${alertOf(alert)}
<form method="post" action="${escapeHtml(loginAddress(view.query))}">
<input type="hidden" name="_csrf" value="${escapeHtml(view.csrfToken)}">
<label for="username">Username</label>
<input id="username" name="username" type="text" value="${escapeHtml(view.username)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${described}${focus(view.username === '')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${focus(view.username !== '')}>
<button type="submit">Sign in</button>
</form>
${userHint(view)}`,
    headers,
  );
}

/** HTML that says what was wrong with the form. */
export function alertOf(alert: string | undefined): string {
  return alert === undefined ? '' : `<p class="alert" id="alert" role="alert">${escapeHtml(alert)}</p>`;
}

function userHint({ users, query }: LoginView): string {
  if (users.length === 0) return '';
  const rows = users.slice(0, mostUsersShown).map((user) => {
    const filledIn = new URLSearchParams(query);
    filledIn.set('login_hint', user.username);
    const name = user.attributes['name'];
    const shown = name === undefined ? '' : ` <span>${escapeHtml(name)}</span>`;
    return `<li><a href="${escapeHtml(loginAddress(filledIn))}">${escapeHtml(user.username)}</a>${shown}</li>`;
  });
  const more = users.length - rows.length;
  // Only the password of the default configuration is shown, because it is public.
  const shipped = users.some((user) => user.password === shippedPassword);
  return `<section class="users" aria-labelledby="users">
<h2 id="users">Test users of this pool</h2>
<ul>
${rows.join('\n')}
</ul>
${more > 0 ? `<p>and ${more} more</p>` : ''}
${shipped ? `<p>Password of the shipped users: <code>${escapeHtml(shippedPassword)}</code></p>` : ''}
</section>`;
}

/** The address of the login page, which the forms are sent to as well. */
export function loginAddress(query: URLSearchParams): string {
  return `/login?${query.toString()}`;
}
