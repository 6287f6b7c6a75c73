import type { InspectorModel, ShownTokens, TokenSection } from '../protocol';
import type { Host } from './buttons';
import { comparisonTab } from './comparison';
import { guidanceTab } from './guidance';
import type { Tab } from './tabs';
import { tabContent, type TabContent } from './tabContent';
import { noIdToken, tokenTab, userInfoTab } from './tokenTab';
import { verdictFor } from './verdict';

/** A tab, what it shows as data, and how that is built. `now` in milliseconds. */
export interface Offer extends Tab {
  readonly data: unknown;
  readonly build: (now: number) => TabContent;
}

/** The tokens of a session in the order of their tabs. */
export function tokensOf({ idToken, accessToken, otherToken }: ShownTokens): readonly TokenSection[] {
  return [idToken, accessToken, otherToken].filter((token) => token !== undefined);
}

function tokenOffer(token: TokenSection, signedIn: boolean, host: Host, now: number): Offer {
  return {
    id: token.kind,
    title: token.title,
    status: verdictFor(token, now)?.status,
    data: token,
    build: (at) => tokenTab(token, signedIn, host, at),
  };
}

/** The tabs for what there is, in the order in which they are read. */
export function offersFor(
  { machine, phase }: InspectorModel,
  tokens: ShownTokens,
  host: Host,
  now: number,
): readonly Offer[] {
  const { idToken, accessToken, otherToken, userInfo, guidance, comparisons } = tokens;
  // Also while another sign-in waits: the session is there, and was first shown before its own was over.
  const signedIn = phase !== 'token';
  const offers: (Offer | undefined)[] = [
    idToken && tokenOffer(idToken, signedIn, host, now),
    accessToken && tokenOffer(accessToken, signedIn, host, now),
    // A person's session without an ID token has a place that says why; a machine never gets one, and a paste may lack any.
    guidance && !idToken && !machine && signedIn
      ? { id: 'id', title: 'ID token', data: 'none', build: noIdToken }
      : undefined,
    userInfo && !machine
      ? { id: 'userInfo', title: 'USERINFO', data: userInfo, build: () => userInfoTab(userInfo, host) }
      : undefined,
    guidance && {
      id: 'guidance',
      title: 'Which token?',
      data: guidance,
      build: () => tabContent(guidanceTab(guidance)),
    },
    comparisons.length === 0
      ? undefined
      : { id: 'compare', title: 'Compare', data: comparisons, build: () => comparisonTab(comparisons, host) },
    otherToken && tokenOffer(otherToken, signedIn, host, now),
  ];
  return offers.filter((offer) => offer !== undefined);
}
