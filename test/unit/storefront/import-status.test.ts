import { describe, expect, test } from 'vitest';
import { intentOf } from '../../../functions/storefront/import-status.ts';

describe('P8 the cell Paid申請 of a member file', () => {
  test.for(['申請済', '審査中', '申請済(審査中)', '申請済（審査中）', 'under_review'])(
    '%s leaves a member that is under review as it is',
    (label) => {
      expect(intentOf(label, ['under_review'])).toBe('keep');
    },
  );

  test.for(['申請済', '審査中', '利用可能-取引中'])('%s is a word by which nobody becomes what he is not', (label) => {
    expect(intentOf(label, ['awaiting_application'])).toBeUndefined();
  });

  test.for([
    ['申請待ち', 'await'],
    ['申請する', 'apply'],
    ['取消', 'withdraw'],
    ['ﾃｽﾄ', undefined],
  ] as const)('%s asks for %s', ([cell, intent]) => {
    expect(intentOf(cell, ['not_applied'])).toBe(intent);
  });
});
