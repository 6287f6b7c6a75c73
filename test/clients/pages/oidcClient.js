// A page that signs in with oidc-client-ts.
import { UserManager } from 'oidc-client-ts';
import { onClick, show } from './page.js';

const { origin, issuer, clientId, callback } = globalThis.config;

const manager = new UserManager({
  authority: issuer,
  client_id: clientId,
  redirect_uri: callback,
  scope: 'openid email',
  loadUserInfo: true,
  // Cognito does not revoke access tokens.
  revokeTokenTypes: ['refresh_token'],
});

const told = (user) => user && { user: user.profile.email, jti: jtiOf(user.access_token) };
const jtiOf = (token) => JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).jti;

onClick('Sign in', () => manager.signinRedirect());
onClick('Session', async () => told(await manager.getUser()));
onClick('Refresh', async () => told(await manager.signinSilent()));
onClick('Sign out', async () => {
  // Cognito's sign-out endpoint takes parameters of its own.
  await manager.revokeTokens();
  await manager.removeUser();
  location.href = `${origin}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: callback })}`;
});
if (location.search.includes('code=')) {
  await manager.signinCallback();
  history.replaceState(undefined, '', callback);
}
show(told(await manager.getUser()));
