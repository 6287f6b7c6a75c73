import { strict as assert } from 'node:assert';
import { anything, assert as assertProperty, constantFrom, property } from 'fast-check';
import { readMessage } from '../../../../src/inspector/view/messages';
import { states } from '../../../support/inspectorStates';

/** As the editor hands a message over. */
function handedOver(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}

/** The same message, the value at one path of it replaced. */
function withDamage(message: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const copy: Record<string, unknown> = { ...(message as Record<string, unknown>) };
  copy[name] = withDamage(copy[name], rest, value);
  return Array.isArray(message) ? Object.assign([...(message as unknown[])], copy) : copy;
}

describe('the messages that the inspector takes from its host', () => {
  it('are those of every state, as the editor hands them over', () => {
    for (const [name, { model }] of Object.entries(states)) {
      assert.equal(readMessage(handedOver({ type: 'show', model }))?.type, 'show', name);
    }
    assert.equal(readMessage({ type: 'conceal' })?.type, 'conceal');
    assert.equal(readMessage({ type: 'raw', token: 'id', text: 'a.b.c' })?.type, 'raw');
    assert.equal(
      readMessage({ type: 'copied', source: 'userInfo', name: 'sub', what: 'value' })?.type,
      'copied',
    );
  });

  it('say a missing cell of a comparison by leaving it out', () => {
    const model = states['compare']?.model;
    const message = readMessage(handedOver({ type: 'show', model }));
    assert(message?.type === 'show');
    const cells = message.model.tokens?.comparisons[0]?.rows.find(({ name }) => name === 'nonce')?.cells;
    assert.deepEqual(cells, ['n-0S6_WzA2Mj', undefined, undefined]);
  });

  it('are dropped whole when any part of them has another shape', () => {
    const message = handedOver({ type: 'show', model: states['id-token']?.model });
    for (const path of [
      ['type'],
      ['model'],
      ['model', 'key'],
      ['model', 'phase'],
      ['model', 'machine'],
      ['model', 'problem'],
      ['model', 'tokens', 'user'],
      ['model', 'tokens', 'issuedAt'],
      ['model', 'tokens', 'idToken', 'kind'],
      ['model', 'tokens', 'idToken', 'expiresAt'],
      ['model', 'tokens', 'idToken', 'claims', '0', 'group'],
      ['model', 'tokens', 'idToken', 'claims', '0', 'parts'],
      ['model', 'tokens', 'idToken', 'checks', '0', 'status'],
      ['model', 'tokens', 'userInfo', 'state'],
      ['model', 'tokens', 'guidance', 'advice', '0', 'send'],
      ['model', 'tokens', 'comparisons', '0', 'rows', '0', 'mark'],
      ['model', 'tokens', 'comparisons', '0', 'rows', '0', 'cells', '0'],
    ]) {
      assert.equal(readMessage(withDamage(message, path, { surprise: true })), undefined, path.join('.'));
    }
  });

  it('are never anything else', () => {
    assertProperty(
      property(anything(), (value) => {
        assert.equal(readMessage(value), undefined);
      }),
    );
    assertProperty(
      property(constantFrom('show', 'raw', 'copied', 'html', 'command'), anything(), (type, value) => {
        assert.equal(readMessage({ type, model: value, text: value, token: value }), undefined);
      }),
    );
  });
});
