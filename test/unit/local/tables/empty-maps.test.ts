import { expect, test } from 'vitest';
import { withEmptyMaps } from '../../../../local/tables/empty-maps.ts';

test('an empty map in a stream is a map again, however deep it lies, and every other value is as it was', () => {
  const image = {
    text: { S: '' },
    none: {},
    list: { L: [{}, { M: { items: {}, history: { L: [] } } }, { NULL: true }] },
  };
  const dynamodb = { SequenceNumber: '1', Keys: { PK: { S: 'a' } } };
  const record = {
    eventID: '1',
    eventName: 'MODIFY',
    dynamodb: { ...dynamodb, NewImage: image, OldImage: image },
  } as const;

  const whole = {
    text: { S: '' },
    none: { M: {} },
    list: { L: [{ M: {} }, { M: { items: { M: {} }, history: { L: [] } } }, { NULL: true }] },
  };
  expect(withEmptyMaps(record)).toEqual({ ...record, dynamodb: { ...dynamodb, NewImage: whole, OldImage: whole } });
});

test('a record without images stays without them', () => {
  const record = { eventID: '1', eventName: 'REMOVE', dynamodb: { SequenceNumber: '1' } } as const;
  expect(withEmptyMaps(record)).toEqual(record);
});
