import type { Reply } from './http';
import { contentSecurityPolicy, style } from './style';

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
