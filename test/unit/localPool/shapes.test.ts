import { deepEqual, equal } from 'node:assert/strict';
import type { Claims } from '../../../src/localPool/triggers/applyChanges';
import { shapesOfLaterVersions } from '../../support/laterTriggerShapes';
import { claimsBefore, eventOf } from '../../support/triggerEvents';
import { tryTrigger, writeTrigger } from '../../support/triggers';
import { shapesOfVersionOne, type TriggerShape } from '../../support/triggerShapes';

function expected(before: Claims, { set = {}, gone = [] }: NonNullable<TriggerShape['id']>): Claims {
  return Object.fromEntries(Object.entries({ ...before, ...set }).filter(([name]) => !gone.includes(name)));
}

describe('forms of triggers that people publish', () => {
  const shapes = [...shapesOfVersionOne, ...shapesOfLaterVersions];

  it('are thirty', () => {
    equal(shapes.length, 30);
  });

  for (const shape of shapes) {
    const {
      title,
      version,
      source,
      clientMetadata,
      handler,
      files,
      id = {},
      access = {},
      ignored = [],
    } = shape;

    it(`${version}: ${title}`, async () => {
      const event = eventOf(version, source, clientMetadata);
      const before = claimsBefore(source);
      const { changed } = await tryTrigger(writeTrigger(files), event, version, handler);
      deepEqual(changed.id, before.id && expected(before.id, id));
      deepEqual(changed.access, expected(before.access, access));
      deepEqual(changed.ignored.map(({ name }) => name).sort(), ignored);
    });
  }
});
