import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, answer } from '../../../functions/shared/answer.ts';
import { canonicalJson } from '../../../functions/shared/canonical.ts';
import { onceRequest, proofOf, replayAmong, replayOf } from '../../../functions/shared/once.ts';
import { packProofs, unpackProofs } from '../../../functions/shared/packed-proofs.ts';

describe('a once-only request', () => {
  test('is the same request when only the order of its members differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shuffled = JSON.parse(JSON.stringify(value), (_name, member) =>
          member && typeof member === 'object' && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).reverse())
            : member,
        );
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
      }),
    );
  });

  test('gets its first answer byte for byte, wherever it stands among the others', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }), fc.string(), (resources, text) => {
        const requests = resources.map((_, at) => onceRequest('scope', `key-${at}`, { at }));
        const answers = resources.map((resource) => answer(201, resource));
        const proofs = requests.map((once, at) => proofOf(once, answers[at] as Answer));
        const parts = resources.map((resource) => JSON.stringify(resource));
        const read = unpackProofs(packProofs(proofs, { text, parts }), { text, parts });
        for (const [at, once] of requests.entries()) {
          expect(replayAmong(read, once)).toEqual({ ...answers[at], replayed: true });
        }
      }),
      { examples: [[[[{}, 0, []], {}, 0, '', []], '']] },
    );
  });

  test('is never answered with something else: beside other words its proof cannot be read', () => {
    const packed = packProofs([proofOf(onceRequest('scope', 'key', {}), answer(201, { id: 'ord_1' }))], {
      text: 'ord_1',
    });
    expect(() => unpackProofs(packed, { text: 'ord_2' })).toThrow();
    const broken = Buffer.from(packed);
    broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
    expect(() => unpackProofs(broken, { text: 'ord_1' })).toThrow();
  });

  test('can be the first of none', () => {
    expect(unpackProofs(packProofs([]))).toEqual([]);
  });

  test('under a key that was used for another body is refused', () => {
    const proof = proofOf(onceRequest('scope', 'key', { amount: 1 }), { status: 201, body: '{}' });
    const other = onceRequest('scope', 'key', { amount: 2 });
    expect(() => replayOf(proof, other)).toThrow(expect.objectContaining({ code: 'IdempotencyKeyReused' }));
  });

  test('that was not carried out has no answer', () => {
    expect(replayAmong([], onceRequest('scope', 'key', {}))).toBeUndefined();
  });

  test('belongs to one merchant and one route', () => {
    const keys = ['mer_a POST /v1/orders', 'mer_b POST /v1/orders', 'mer_a POST /v1/buyers'].map(
      (scope) => onceRequest(scope, 'key', {}).key,
    );
    expect(new Set(keys).size).toBe(3);
  });
});
