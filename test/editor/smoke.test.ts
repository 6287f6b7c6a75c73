import { match, ok } from 'node:assert/strict';
import { env, version } from 'vscode';

describe('Extension host', () => {
  it('is a real VS Code', () => {
    match(version, /^1\.\d+\.\d+/);
    match(env.uriScheme, /^(vscode|vscode-insiders|code-oss)$/);
  });

  it('runs on the Node.js that the extension is built for', () => {
    ok(Number(process.versions.node.split('.')[0]) >= 22, process.version);
  });
});
