import type { CheckResult } from '../../client/verification/claimChecks';
import { textClaim } from '../../core/jwt';
import type { InspectorModel, ShownTokens, TokenSection } from '../protocol';
import { sideBySide, type Comparison } from './comparison';
import { guide } from './guidance';
import { tokenSection } from './sections';
import { claimsOf, userOf, type TokenSet, type TokenSlot } from './tokenSet';

/** What is known about pasted tokens besides the tokens. */
export interface PastedState {
  readonly checks: Readonly<Partial<Record<TokenSlot, readonly CheckResult[]>>>;
  readonly canVerify: ShownTokens['canVerify'];
  readonly comparisons: readonly Comparison[];
}

/** What the inspector shows for tokens that belong to no session. The model holds no raw token. */
export function pastedModel(
  key: string,
  heading: string,
  tokens: TokenSet,
  { checks, canVerify, comparisons }: PastedState,
): InspectorModel {
  const all = claimsOf(tokens);
  const { id, access, other } = all;
  const claims = access ?? id ?? other ?? {};
  const machine = access !== undefined && id === undefined && !Object.hasOwn(access, 'username');
  const section = (slot: TokenSlot): TokenSection | undefined => {
    const found = tokens[slot];
    return found && tokenSection(found.kind, found.token, found, checks[slot] ?? []);
  };
  return {
    key,
    heading,
    production: false,
    pool: textClaim(claims, 'iss') ?? '',
    clientId: textClaim(claims, 'client_id') ?? textClaim(claims, 'aud') ?? '',
    machine,
    phase: 'token',
    tokens: {
      user: userOf(all) ?? '',
      idToken: section('id'),
      accessToken: section('access'),
      otherToken: section('other'),
      guidance: access && guide(id, access, { machine, pasted: true }),
      comparisons: [...(id && access ? [sideBySide(id, access, undefined)] : []), ...comparisons],
      canRefresh: false,
      canVerify,
    },
  };
}
