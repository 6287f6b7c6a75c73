import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { wrapperName, wrappers } from '../../../src/handover/terminal/wrappers';

describe('the wrappers of cognito-token', () => {
  const folder = String.raw`c:\Users\Zoë\AppData\Roaming\Code\User\globalStorage\cognito\bin`;
  const onWindows = {
    executable: String.raw`C:\Users\Zoë\AppData\Local\Programs\100% Code\Code.exe`,
    program: String.raw`c:\Users\Zoë\.vscode\extensions\cognito\dist\cognitoToken.js`,
  };
  const cmd = (wrapped = onWindows): string => wrappers(folder, wrapped)['cognito-token.cmd'] ?? '';
  const shell = (wrapped = onWindows): string => wrappers(folder, wrapped)['cognito-token'] ?? '';

  it('have the names that each system starts', () => {
    equal(wrapperName('win32'), 'cognito-token.cmd');
    equal(wrapperName('darwin'), 'cognito-token');
    equal(wrapperName('linux'), 'cognito-token');
  });

  it('have the line ends that their shells read', () => {
    ok(cmd().endsWith('\r\n'));
    equal(cmd().replaceAll('\r\n', '').includes('\n'), false);
    equal(shell().includes('\r'), false);
  });

  it('name files for cmd from their own folder, because a name such as Zoë is read in another code page', () => {
    match(
      cmd(),
      /^"%COGNITO_TOKEN_FOLDER%(?:\.\.\\){6}Local\\Programs\\100%% Code\\Code\.exe" "%COGNITO_TOKEN_FOLDER%(?:\.\.\\){7}\.vscode\\extensions\\cognito\\dist\\cognitoToken\.js" %\*\r$/m,
    );
    match(cmd(), /^[\x20-\x7e\r\n]+$/);
  });

  it('name a file on another drive by its whole path', () => {
    match(
      cmd({ ...onWindows, executable: String.raw`D:\Code\Code.exe` }),
      /^"D:\\Code\\Code\.exe" "%COGNITO/m,
    );
  });

  it('end with the command that has the exit code', () => {
    match(cmd(), / %\*\r\n$/);
    match(shell(), /\nexec [^\n]+ "\$@"\n$/);
  });

  it('name files for other shells by their whole paths, in quotation marks', () => {
    const onMac = {
      executable: '/Applications/Visual Studio Code.app/Contents/MacOS/it\'s "Code"',
      program: '/Users/z/a\\b/cognitoToken.js',
    };
    match(
      shell(onMac),
      /^exec '\/Applications\/Visual Studio Code\.app\/Contents\/MacOS\/it'\\''s "Code"' '\/Users\/z\/a\\b\/cognitoToken\.js' "\$@"$/m,
    );
    // The shell of Git on Windows takes a path with backslashes too.
    match(shell(), /^exec 'C:\\Users\\Zoë\\[^']+' 'c:\\Users\\Zoë\\/m);
  });

  it('take NODE_OPTIONS away from the program on every system', () => {
    deepEqual(
      [cmd(), shell()].map((text) => /(?:set "NODE_OPTIONS="\r|unset NODE_OPTIONS)$/m.test(text)),
      [true, true],
    );
  });
});
