const { authentication, commands, window } = require('vscode');

exports.activate = (context) => {
  const ask = async () => {
    try {
      const session = await authentication.getSession('cognito', ['profile:dev'], { createIfNone: true });
      const valid = await fetch(userInfoOf(session.accessToken), {
        headers: { authorization: `Bearer ${session.accessToken}` },
      });
      void window.showInformationMessage(`Guest: ${valid.status} for ${session.account.label}`);
    } catch (error) {
      void window.showWarningMessage(`Guest was refused: ${error.message}`);
    }
  };
  // VS Code offers the sign-in in the Accounts menu.
  const hope = () => authentication.getSession('cognito', ['profile:dev', 'openid'], { createIfNone: false });
  context.subscriptions.push(
    commands.registerCommand('guest.ask', ask),
    commands.registerCommand('guest.hope', hope),
  );
};

/** The local user pool answers at the origin of its issuer. */
function userInfoOf(accessToken) {
  const { iss } = JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString());
  return new URL('/oauth2/userInfo', iss);
}
