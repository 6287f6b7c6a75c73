import { strict as assert } from 'node:assert';
import { env, version } from 'vscode';

describe('The extension host', () => {
  it('is a real one', () => {
    assert.match(version, /^1\.\d+\.\d+/);
    assert.match(env.uriScheme, /^(vscode|vscode-insiders|code-oss)$/);
  });

  it('runs on the Node.js that the extension is built for', () => {
    assert(Number(process.versions.node.split('.')[0]) >= 22, process.version);
  });
});
