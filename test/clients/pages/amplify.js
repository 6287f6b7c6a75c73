// A page that signs in with AWS Amplify. `config` is defined when the page is built.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, getCurrentUser, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';
import { onClick, show } from './page.js';

const { origin, userPoolId, clientId, callback } = globalThis.config;

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId,
      userPoolClientId: clientId,
      userPoolEndpoint: origin,
      loginWith: {
        oauth: {
          domain: new URL(origin).host,
          scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
          redirectSignIn: [callback],
          redirectSignOut: [callback],
          responseType: 'code',
        },
      },
    },
  },
});

const session = async (options) => {
  const { tokens } = await fetchAuthSession(options);
  return tokens && { user: tokens.idToken.payload.email, jti: tokens.accessToken.payload.jti };
};

onClick('Sign in', () => signInWithRedirect());
onClick('Session', async () => ({ ...(await session()), username: (await getCurrentUser()).username }));
onClick('Refresh', () => session({ forceRefresh: true }));
onClick('Sign out', () => signOut());
show(await session().catch(() => undefined));
