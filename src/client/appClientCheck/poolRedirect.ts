/** A sign-in that was asked for, by what a redirect may show of it. */
export interface AskedFor {
  readonly clientId: string;
  readonly state: string;
  /** The authorization endpoint's. */
  readonly origin: string;
}

/** A load balancer that signs people in has `/oauth2/idpresponse`, too. Source: AWS, "Authenticate users using an Application Load Balancer". */
const loadBalancerCookie = /\bAWSALBAuthNonce=/;

/**
 * Whether a redirect is one that only a user pool makes: to its sign-in page with what was asked for, or to the identity
 * provider behind it with a request of the pool's own. Web apps, portals and proxies redirect as well.
 * Source: AWS, "Authorize endpoint", "The IdP SAML assertion endpoint", "OIDC IdP responses".
 */
export async function isPoolRedirect(
  target: URL,
  { headers }: Response,
  { clientId, state, origin }: AskedFor,
): Promise<boolean> {
  const query = target.searchParams;
  if (target.origin === origin) {
    return target.pathname === '/login' && query.get('client_id') === clientId;
  }
  // A pool gives away neither: whoever does passes the request on as it is.
  if (target.href.includes(state) || query.get('client_id') === clientId) return false;
  if (loadBalancerCookie.test(headers.get('set-cookie') ?? '')) return false;
  return (
    query.get('redirect_uri') === `${origin}/oauth2/idpresponse` ||
    isPoolsSamlRequest(query.get('SAMLRequest') ?? '')
  );
}

/** Whether a SAML request says that a user pool made it. It is deflated XML in Base64: SAML 2.0 Bindings, section 3.4.4.1. */
async function isPoolsSamlRequest(request: string): Promise<boolean> {
  try {
    const packed = Uint8Array.from(atob(request), (character) => character.charCodeAt(0));
    const xml = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return (await new Response(xml).text()).includes('urn:amazon:cognito:sp:');
  } catch {
    return false;
  }
}
