const { createServer } = require('node:http');
const { join } = require('node:path');
const { commands, Uri } = require('vscode');

exports.activate = (context) => {
  const server = createServer((request, response) => {
    let url = '';
    request.setEncoding('utf8').on('data', (text) => (url += text));
    request.on('end', () => {
      // The way through the editor's URL service, to the handler that the extension has registered.
      commands.executeCommand('vscode.open', Uri.parse(url)).then(
        () => response.end(),
        (error) => response.writeHead(500).end(String(error)),
      );
    });
  });
  server.listen(join(process.env.XDG_RUNTIME_DIR, `hand-over-${process.pid}.sock`));
  context.subscriptions.push({ dispose: () => server.close() });
};
