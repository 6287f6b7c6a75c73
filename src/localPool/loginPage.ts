import type { LocalUser } from './configSchema';
import { shippedPassword } from './defaults';
import type { Reply } from './http';
import { escapeHtml, page } from './pages';

/** The content of the login page as plain text, which the page escapes. */
interface LoginView {
  readonly status: number;
  readonly clientName: string;
  readonly users: readonly LocalUser[];
  /** The parameters of the authorization request, which the form sends along. */
  readonly query: URLSearchParams;
  readonly csrfToken: string;
  /** The initial value of the field. */
  readonly username: string;
  readonly alert?: string;
}

const mostUsersShown = 10;

/** The login page: a plain form, no script. */
export function loginPage(view: LoginView, headers: Reply['headers']): Reply {
  const { alert } = view;
  const described = alert === undefined ? '' : ' aria-describedby="alert" aria-invalid="true"';
  const focus = (wanted: boolean): string => (wanted ? ' autofocus' : '');
  return page(
    view.status,
    alert === undefined ? 'Sign in' : 'Error: Sign in',
    `<h1>Sign in</h1>
<p class="lead">to continue to ${escapeHtml(view.clientName)}</p>
${alert === undefined ? '' : `<p class="alert" id="alert" role="alert">${escapeHtml(alert)}</p>`}
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

function loginAddress(query: URLSearchParams): string {
  return `/login?${query.toString()}`;
}
