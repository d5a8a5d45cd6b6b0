import { describe, expect, test } from 'vitest';
import { type Door, doors } from '../../../functions/buyers/buyer.ts';
import { entryState } from '../../../functions/storefront/entry-state.ts';
import type { Pattern } from '../../../functions/storefront/settings.ts';

/** docs/buyers.md has the same table. The member brings 銀行振込 and, at the staff's doors, what the staff chose. */
const table: readonly (readonly [
  Door,
  Pattern['memberApproval'],
  'on' | 'off',
  { state: string; methods: string[]; applies: boolean },
])[] = [
  ['registration', 'automatic', 'off', { state: 'under_review', methods: ['銀行振込', 'paid'], applies: true }],
  ['registration', 'manual', 'off', { state: 'awaiting_application', methods: ['銀行振込', 'paid'], applies: false }],
  ['registration', 'automatic', 'on', { state: 'under_review', methods: ['銀行振込', 'paid'], applies: true }],
  ['registration', 'manual', 'on', { state: 'awaiting_application', methods: ['銀行振込', 'paid'], applies: false }],
  ['staff_creation', 'automatic', 'off', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_creation', 'manual', 'off', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_creation', 'automatic', 'on', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_creation', 'manual', 'on', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['my_page', 'automatic', 'off', { state: 'under_review', methods: ['銀行振込', 'paid'], applies: true }],
  ['my_page', 'manual', 'off', { state: 'awaiting_application', methods: ['銀行振込', 'paid'], applies: false }],
  ['my_page', 'automatic', 'on', { state: 'under_review', methods: ['銀行振込', 'paid'], applies: true }],
  ['my_page', 'manual', 'on', { state: 'awaiting_application', methods: ['銀行振込', 'paid'], applies: false }],
  ['staff_change', 'automatic', 'off', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_change', 'manual', 'off', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_change', 'automatic', 'on', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
  ['staff_change', 'manual', 'on', { state: 'awaiting_application', methods: ['銀行振込'], applies: false }],
];

const pattern = (memberApproval: Pattern['memberApproval'], enabled: 'on' | 'off'): Pattern => ({
  memberApproval,
  enableForNewMembers: enabled === 'on',
});

describe('P3, P4: four doors under four patterns of settings', () => {
  test('are sixteen cases, each once', () => {
    expect(new Set(table.map(([door, approval, enabled]) => `${door} ${approval} ${enabled}`)).size).toBe(16);
    expect(new Set(table.map(([door]) => door))).toEqual(new Set(doors));
  });

  test.for(table)('door %s, member approval %s, enabled for new members %s', ([door, approval, enabled, expected]) => {
    const ticked = door === 'registration' ? true : undefined;
    expect(entryState(door, pattern(approval, enabled), { methods: ['銀行振込'], ticked })).toEqual(expected);
  });

  test.for([
    ['automatic', 'on', 'under_review'],
    ['manual', 'on', 'awaiting_application'],
    ['automatic', 'off', 'not_applied'],
    ['manual', 'off', 'not_applied'],
  ] as const)('a registration that leaves the box as shown, %s and %s, is %s', ([approval, enabled, state]) => {
    expect(entryState('registration', pattern(approval, enabled), { methods: [] }).state).toBe(state);
  });

  test('a buyer that unticks the shown box does not apply', () => {
    const unticked = entryState('registration', pattern('automatic', 'on'), { methods: ['銀行振込'], ticked: false });
    expect(unticked).toEqual({ state: 'not_applied', methods: ['銀行振込'], applies: false });
  });

  test('no method is named twice', () => {
    expect(entryState('my_page', pattern('manual', 'off'), { methods: ['paid'] }).methods).toEqual(['paid']);
  });
});
