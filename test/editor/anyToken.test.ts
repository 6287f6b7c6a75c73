import { deepEqual, equal, match } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  commands,
  env,
  MarkdownString,
  Position,
  Selection,
  TabInputWebview,
  window,
  workspace,
  type Hover,
  type TextEditor,
  type Uri,
} from 'vscode';
import { closeInspectors, setProfiles } from '../support/inEditor';
import { localPoolId } from '../support/localClients';
import { accessClaims, idClaims, poolKeys, refreshToken, unsigned } from '../support/tokens';
import { eventually } from '../support/waiting';

/** The titles of the panels of Inspect Any Token. */
function pastedPanels(): readonly string[] {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('cognito.pastedToken'))
    .map(({ label }) => label);
}

async function open(content: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ content, language: 'plaintext' }));
}

async function panelCountToBe(count: number): Promise<void> {
  await eventually(`${count} panels of pasted tokens`, () => pastedPanels().length === count || undefined);
}

async function hovers(uri: Uri, position: Position): Promise<readonly string[]> {
  const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, position);
  return found
    .flatMap(({ contents }) => contents)
    .map((content) =>
      content instanceof MarkdownString && content.supportHtml !== true ? content.value : '',
    )
    .map((value) => value.replaceAll('&nbsp;', ' '))
    .filter((value) => value.includes('cognito.inspectToken'));
}

/**
 * The hover at the start of a new document. A busy editor may register a document late, or close it with the editors of
 * the test before and then show an empty one at its address: so each try opens another document, in no editor.
 */
function hoverOf(content: string): Promise<string> {
  return eventually('the hover', async () => {
    const { uri } = await workspace.openTextDocument({ content, language: 'plaintext' });
    return (await hovers(uri, new Position(0, 5)))[0];
  });
}

describe('Inspect Any Token', () => {
  /** A server that plays the issuer and records its requests. */
  let server: Server;
  let issuer: string;
  const requests: string[] = [];

  before(async () => {
    const { jwks } = await poolKeys();
    server = createServer((request, response) => {
      requests.push(
        `${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`.trim(),
      );
      request.resume().on('end', () => response.end(JSON.stringify(jwks)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${localPoolId}`;
  });

  after(() => {
    server.close();
  });

  afterEach(async () => {
    await closeInspectors();
    await setProfiles([]);
    await env.clipboard.writeText('');
    requests.length = 0;
  });

  it('inspects the token in the selected text', async () => {
    const token = unsigned(accessClaims());
    const editor = await open(`curl -H 'Authorization: Bearer ${token}' https://api.example.com`);
    editor.selection = new Selection(0, 0, 0, 2000);
    await commands.executeCommand('cognito.inspectToken');
    await panelCountToBe(1);
    deepEqual(pastedPanels(), ['Cognito: Pasted token']);
  });

  it('asks for a token when the selected text has none, although the clipboard has one', async () => {
    await env.clipboard.writeText(unsigned(idClaims()));
    const editor = await open('select this: no token here');
    editor.selection = new Selection(0, 0, 0, 11);
    let ended = false;
    const inspected = commands.executeCommand('cognito.inspectToken').then(() => (ended = true));
    await eventually('the input box to close', async () => {
      await commands.executeCommand('workbench.action.closeQuickOpen');
      return ended || undefined;
    });
    await inspected;
    deepEqual(pastedPanels(), []);
  });

  it('shows the tokens of one clipboard text in one panel when nothing is selected', async () => {
    await env.clipboard.writeText(
      JSON.stringify({
        id_token: unsigned(idClaims()),
        access_token: unsigned(accessClaims()),
        refresh_token: refreshToken,
      }),
    );
    for (let times = 0; times < 2; times += 1) await commands.executeCommand('cognito.inspectToken');
    await panelCountToBe(1);
    await env.clipboard.writeText(unsigned(idClaims({ sub: 'another user' })));
    await commands.executeCommand('cognito.inspectToken');
    await panelCountToBe(2);
  });

  it('ignores a token in the argument of the command', async () => {
    await env.clipboard.writeText(unsigned(idClaims({ sub: 'from the clipboard' })));
    const token = unsigned(idClaims({ sub: 'from an argument' }));
    for (const argument of [token, { token }, { uri: 1, line: 'a' }, [token], null]) {
      equal(await commands.executeCommand('cognito.inspectToken', argument), undefined);
    }
    // Each time the token in the clipboard is inspected, always in the same panel.
    await panelCountToBe(1);
  });

  it('inspects the token at a position of a document, and ignores a position that does not exist', async () => {
    const { document } = await open(`first line\nconst token = '${unsigned(idClaims())}';`);
    await env.clipboard.writeText(unsigned(accessClaims()));
    const uri = document.uri.toString();
    await commands.executeCommand('cognito.inspectToken', { uri, line: 1, character: 40 });
    await panelCountToBe(1);
    for (const place of [
      { uri, line: 99, character: 0 },
      { uri, line: -1, character: 0 },
      { uri, line: 0.5, character: 1e9 },
    ]) {
      await commands.executeCommand('cognito.inspectToken', place);
    }
    // Each of these inspects the token in the clipboard, in a second panel.
    await panelCountToBe(2);
  });

  it('sends no request to an issuer that no profile has', async () => {
    const { sign } = await poolKeys();
    await env.clipboard.writeText(await sign(accessClaims({ iss: issuer })));
    await commands.executeCommand('cognito.inspectToken');
    await panelCountToBe(1);
    deepEqual(requests, []);
  });

  it('requests only the keys of an issuer that a profile has', async () => {
    const { sign } = await poolKeys();
    await setProfiles([{ name: 'known', issuer, clientId: String(accessClaims().client_id) }]);
    await env.clipboard.writeText(await sign(accessClaims({ iss: issuer })));
    await commands.executeCommand('cognito.inspectToken');
    await eventually('a request to the issuer', () => requests.length > 0 || undefined);
    deepEqual(requests, [`GET /${localPoolId}/.well-known/jwks.json`]);
  });

  describe('hover of a token', () => {
    it('summarises the token in every language, with a command link that has its position and not the token', async () => {
      const token = unsigned(idClaims());
      for (const language of ['plaintext', 'json', 'typescript', 'markdown']) {
        const document = await workspace.openTextDocument({ content: `\n  "token": "${token}"\n`, language });
        const [hover = '', ...others] = await eventually('the hover', async () => {
          const found = await hovers(document.uri, new Position(1, 30));
          return found.length > 0 ? found : undefined;
        });
        equal(others.length, 0);
        match(hover, /ID token/);
        match(hover, /janedoe/);
        match(hover, /expired/);
        match(hover, /Not verified: .*signature/);
        for (const part of token.split('.')) equal(hover.includes(part), false);
        const link = /command:cognito\.inspectToken\?([^\s)]+)/.exec(hover)?.[1] ?? '';
        const [place] = JSON.parse(decodeURIComponent(link)) as unknown[];
        deepEqual(place, { uri: document.uri.toString(), line: 1, character: 30 });
        await commands.executeCommand('cognito.inspectToken', place);
        await panelCountToBe(1);
        await closeInspectors();
        await panelCountToBe(0);
      }
    });

    it('says that a refresh token is encrypted', async () => {
      match(await hoverOf(refreshToken), /only Cognito can read/);
    });

    it('shows links, images and commands in claims as plain text', async () => {
      const hostile =
        '[x](command:workbench.action.quit) ![y](https://evil.example/z) <img src=x onerror=a()> <https://evil.example/> www.evil.example `**\n# b';
      const hover = await hoverOf(unsigned(idClaims({ email: hostile, iss: hostile, aud: hostile })));
      equal(/(?<!\\)\]\(command:(?!cognito\.inspectToken\?)/.test(hover), false);
      equal(/(?<!\\)!\[/.test(hover), false);
      equal(/^#/m.test(hover), false);
      equal(/[<>]|www\.|https?:/.test(hover), false);
    });

    it('shows nothing where there is no token, even in a very long line', async () => {
      const { document } = await open(`no token here\n${'eyJ'.repeat(400_000)}`);
      deepEqual(await hovers(document.uri, new Position(0, 4)), []);
      deepEqual(await hovers(document.uri, new Position(1, 600_000)), []);
    });
  });
});
