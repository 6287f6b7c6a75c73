import {
  authentication,
  commands,
  window,
  workspace,
  type AuthenticationSession,
  type ExtensionContext,
  type StatusBarItem,
} from 'vscode';

/** The id of the authentication provider that Token Inspector for Amazon Cognito registers. */
const provider = 'cognito';

export function activate(context: ExtensionContext): void {
  const status = window.createStatusBarItem('cognitoSample.user');
  status.name = 'Cognito Sample: User';
  context.subscriptions.push(
    status,
    commands.registerCommand('cognitoSample.callApi', () => callApi(signedInSession)),
    commands.registerCommand('cognitoSample.callApiAs', () => callApi(sessionOfAccount)),
    commands.registerCommand('cognitoSample.offerSignIn', offerSignIn),
    followSessions(status),
  );
  void showUser(status);
}

/** `profile:NAME` stands for any session of the profile. */
function scopes(): readonly string[] {
  return [`profile:${profile()}`];
}

/** Opens the sign-in page in the browser when no user is signed in. VS Code asks for consent the first time. */
async function signedInSession(): Promise<AuthenticationSession> {
  return authentication.getSession(provider, scopes(), { createIfNone: true });
}

/** Lets the user choose one of the accounts of all profiles. @returns undefined when no account was chosen */
async function sessionOfAccount(): Promise<AuthenticationSession | undefined> {
  const accounts = await authentication.getAccounts(provider);
  const account = await window.showQuickPick(accounts, {
    placeHolder: 'Which account calls the API?',
    ignoreFocusOut: true,
  });
  if (account === undefined) return undefined;
  return authentication.getSession(provider, [], { account, createIfNone: true });
}

/** Opens no dialog: when there is no session, VS Code adds “Sign in … to use Cognito Sample” to the Accounts menu. */
async function offerSignIn(): Promise<void> {
  await authentication.getSession(provider, scopes());
}

/** Follows each sign-in, sign-out, and refresh, also those of other windows. */
function followSessions(status: StatusBarItem): { dispose: () => void } {
  return authentication.onDidChangeSessions((change) => {
    if (change.provider.id === provider) void showUser(status);
  });
}

/** Shows who is signed in. `silent` never asks the user, and finds a session only when the user has given consent before. */
async function showUser(status: StatusBarItem): Promise<void> {
  try {
    const session = await authentication.getSession(provider, scopes(), { silent: true });
    status.text = `$(account) Sample: ${session?.account.label ?? 'no session'}`;
    status.tooltip = undefined;
  } catch (error) {
    // For instance, the user pool could not be reached, and no token is valid.
    status.text = '$(warning) Sample: no session';
    status.tooltip = textOf(error);
  }
  status.show();
}

/** Calls the API with the access token of a session, and shows the status of the answer. */
async function callApi(ask: () => Promise<AuthenticationSession | undefined>): Promise<void> {
  try {
    const session = await ask();
    if (session === undefined) return;
    // Ask for a session before each request and keep no token: a token is refreshed when it is about to expire.
    const response = await fetch(setting('apiUrl'), {
      headers: { authorization: `Bearer ${session.accessToken}` },
    });
    const message = `Cognito Sample: ${response.status} for ${session.account.label}`;
    const inspect = 'Open Token Inspector';
    if ((await window.showInformationMessage(message, inspect)) === inspect) {
      await commands.executeCommand('cognito.openInspector', profile());
    }
  } catch (error) {
    // The user has cancelled, the text says why there is no session, or the API did not answer.
    void window.showWarningMessage(`Cognito Sample failed: ${textOf(error)}`);
  }
}

function profile(): string {
  return setting('profile');
}

function setting(name: 'apiUrl' | 'profile'): string {
  return workspace.getConfiguration('cognitoSample').get(name, '');
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
