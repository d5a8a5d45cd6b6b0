import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../functions/shared/canonical.ts';
import { onceRequest, type Proof, proofOf, replayAmong, replayOf } from '../../../functions/shared/once.ts';

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
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (bodies) => {
        const requests = bodies.map((_, at) => onceRequest('scope', `key-${at}`, { at }));
        const proofs: Proof[] = [];
        for (const [at, once] of requests.entries()) {
          proofs.push(proofOf(once, { status: 201, body: bodies[at] ?? '' }, proofs));
        }
        for (const [at, once] of requests.entries()) {
          expect(replayAmong(proofs, once)).toEqual({ status: 201, body: bodies[at], replayed: true });
        }
      }),
    );
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
