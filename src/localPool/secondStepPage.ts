import type { Reply } from './http';
import type { CodeMethod } from './levels';
import { alertOf, escapeHtml, loginAddress, page } from './pages';

/** The content of the page as plain text, which the page escapes. */
interface SecondStepView {
  readonly username: string;
  readonly clientName: string;
  readonly method: CodeMethod;
  readonly code: string;
  /** Names the step in the form. */
  readonly step: string;
  /** The parameters of the authorization request, which the form sends along. */
  readonly query: URLSearchParams;
  readonly csrfToken: string;
  readonly alert: string | undefined;
}

const sources: Readonly<Record<CodeMethod, string>> = {
  email_otp: 'e-mail',
  sms: 'text message',
  otp: 'authenticator app',
};

/** The page that asks for a code, and shows it, because the local user pool sends no messages. */
export function secondStepPage(view: SecondStepView, headers: Reply['headers']): Reply {
  const { alert } = view;
  const source = sources[view.method];
  return page(
    200,
    alert === undefined ? 'Enter the code' : 'Error: Enter the code',
    `<h1>Enter the code</h1>
<p class="lead">as ${escapeHtml(view.username)}, to continue to ${escapeHtml(view.clientName)}</p>
${alertOf(alert)}
<form method="post" action="${escapeHtml(loginAddress(view.query))}">
<input type="hidden" name="_csrf" value="${escapeHtml(view.csrfToken)}">
<input type="hidden" name="step" value="${escapeHtml(view.step)}">
<label for="code">Code from the ${source}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required aria-describedby="${alert === undefined ? '' : 'alert '}shown"${alert === undefined ? '' : ' aria-invalid="true"'} autofocus>
<button type="submit">Continue</button>
</form>
<section class="users" aria-labelledby="message">
<h2 id="message">In place of the ${source}</h2>
<p id="shown">The code is <code>${escapeHtml(view.code)}</code></p>
</section>`,
    headers,
  );
}
