import type { Check, HostMessage, InspectorModel, Row, TokenSection, UserInfoSection } from '../protocol';

type Session = NonNullable<InspectorModel['session']>;
type Unchecked<T> = { readonly [K in keyof T]?: unknown };

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptionalTime(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value));
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isRow(value: unknown): value is Row {
  if (!isObject(value)) return false;
  const row: Unchecked<Row> = value;
  return typeof row.name === 'string' && typeof row.value === 'string' && isOptionalTime(row.seconds);
}

function isCheck(value: unknown): value is Check {
  if (!isObject(value)) return false;
  const check: Unchecked<Check> = value;
  return (
    typeof check.title === 'string' &&
    typeof check.reason === 'string' &&
    (check.status === 'passed' || check.status === 'failed' || check.status === 'not_checked')
  );
}

function isTokenSection(value: unknown): value is TokenSection {
  if (!isObject(value)) return false;
  const section: Unchecked<TokenSection> = value;
  return (
    isListOf(section.header, isRow) &&
    isListOf(section.claims, isRow) &&
    isListOf(section.checks, isCheck) &&
    isOptionalTime(section.expiresAt)
  );
}

function isUserInfo(value: unknown): value is UserInfoSection {
  if (!isObject(value)) return false;
  const userInfo: { state?: unknown; claims?: unknown; reason?: unknown } = value;
  if (userInfo.state === 'shown') return isListOf(userInfo.claims, isRow);
  return userInfo.state === 'missing' && typeof userInfo.reason === 'string';
}

function isSession(value: unknown): value is Session {
  if (!isObject(value)) return false;
  const session: Unchecked<Session> = value;
  return (
    typeof session.user === 'string' &&
    (session.idToken === undefined || isTokenSection(session.idToken)) &&
    isTokenSection(session.accessToken) &&
    isUserInfo(session.userInfo) &&
    typeof session.canRefresh === 'boolean' &&
    typeof session.issuedAt === 'number' &&
    Number.isFinite(session.issuedAt)
  );
}

function isModel(value: unknown): value is InspectorModel {
  if (!isObject(value)) return false;
  const model: Unchecked<InspectorModel> = value;
  return (
    typeof model.key === 'string' &&
    typeof model.heading === 'string' &&
    typeof model.production === 'boolean' &&
    typeof model.pool === 'string' &&
    typeof model.clientId === 'string' &&
    typeof model.phase === 'string' &&
    (model.session === undefined || isSession(model.session))
  );
}

/** True when a message has the host's shape in full: a half-formed one is dropped, not half shown. */
export function isHostMessage(value: unknown): value is HostMessage {
  if (!isObject(value)) return false;
  const message: { type?: unknown; model?: unknown } = value;
  return message.type === 'show' && isModel(message.model);
}
