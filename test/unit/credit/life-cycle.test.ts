import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changed,
  type StoredFacility,
  type StoredFacilityState,
  storedFacilityStates,
} from '../../../functions/credit/stored-facility.ts';

const facility = (state: StoredFacilityState): StoredFacility => ({
  ...{ merchantId: 'mer_demo', buyerId: 'buy_1', facilityId: 'fac_1', examinationId: 'exm_1', limit: 1_000_000 },
  ...{ startsOn: '2026-12-01', endsOn: '2027-11-30', state, stateReason: null, holds: [], version: 3 },
  ...{ createdAt: '2026-12-01T00:00:00.000Z', updatedAt: '2026-12-01T00:00:00.000Z' },
});

describe('a credit facility', () => {
  test.for([
    ['inactive', ['active', 'suspended', 'expired', 'revoked']],
    ['active', ['active', 'suspended', 'expired', 'revoked']],
    ['suspended', ['active', 'suspended', 'expired', 'revoked']],
    ['expired', ['expired', 'revoked']],
    ['revoked', []],
  ] as const)('that is %s may become %s', ([from, to]) => {
    for (const state of storedFacilityStates) {
      const change = () => changed(facility(from), { state }, 'now');
      if (to.some((one) => one === state)) expect(change()).toMatchObject({ state, version: 4, updatedAt: 'now' });
      else expect(change).toThrow(expect.objectContaining({ code: 'FacilityNotOpen' }));
    }
  });

  test('that has ended is never open again, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...storedFacilityStates), { maxLength: 20 }), (tried) => {
        let now = facility('active');
        let hasEnded = false;
        for (const state of tried) {
          try {
            now = changed(now, { state }, 'later');
          } catch {
            continue;
          }
          hasEnded ||= state === 'expired' || state === 'revoked';
          expect(hasEnded && ['active', 'suspended'].includes(now.state)).toBe(false);
        }
      }),
    );
  });
});
