import { Uri, type Webview } from 'vscode';

/**
 * The HTML of a webview. It is static: the content arrives in messages, and the content security policy allows only our own
 * files.
 * @param dist the folder of the bundles
 * @param bundle the name of the script and style sheet, and the id of the main element
 */
export function webviewPage(webview: Webview, dist: Uri, bundle: string, title: string): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>${title}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}" nonce="${nonce}">
    <link rel="stylesheet" href="${file(`${bundle}.css`)}">
  </head>
  <body>
    <main id="${bundle}"></main>
    <script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
  </body>
</html>`;
}
