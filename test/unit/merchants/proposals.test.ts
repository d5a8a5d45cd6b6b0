import { expect, test } from 'vitest';
import { Merchant } from '../../../functions/merchants/merchant.ts';
import { decideProposal, type ProposalPorts } from '../../../functions/merchants/proposals.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { keyService } from '../../support/key-service.ts';

const clock = { now: () => Date.parse('2026-11-10T00:00:00Z') };

/** A suspended merchant whose return is proposed, and whose names were looked for at an instant. */
const merchant = (screenedAt: string, decision: 'clear' | 'review' | 'block') =>
  Merchant.parse({
    ...{ merchantId: 'mer_1', name: '青空商店', closingDay: 'month_end', payout: { monthsAfter: 2, day: 5 } },
    ...{ state: 'suspended', version: 7, createdAt: '2026-11-01T00:00:00.000Z' },
    listScreening: { screeningId: 'scr_1', screenedAt, listVersion: '2026-11', decision },
    proposals: [
      {
        ...{
          proposalId: 'prp_1',
          action: 'reinstate',
          reason: '同姓同名の別人であることを登記簿と本人確認書類で確認した。',
        },
        ...{ proposedBy: 'key_sato', proposedAt: '2026-11-05T00:00:00.000Z', state: 'open' },
      },
    ],
  });

function confirmed(found: Merchant) {
  const ports: ProposalPorts = {
    clock,
    vault: openVault(keyService(), clock),
    merchants: { get: async () => found, earlier: async () => undefined, save: async (_, __, told) => told },
    keys: { usable: async () => [] },
    orders: { open: async () => [] },
  };
  const request = { actor: { by: 'key_suzuki' }, once: { key: 'k', body: 'b' } };
  return decideProposal(ports, { merchantId: 'mer_1', proposalId: 'prp_1' }, { outcome: 'confirm' }, request);
}

test('a proposal lets nobody sell whose name was met on a list after it was made', async () => {
  for (const decision of ['review', 'block'] as const) {
    const met = merchant('2026-11-06T00:00:00.000Z', decision);
    await expect(confirmed(met)).rejects.toMatchObject({ code: 'ListHitUnexplained' });
  }
});

test('a proposal that explains a hit, and one that nothing was found against, are carried out', async () => {
  for (const known of [merchant('2026-11-04T00:00:00.000Z', 'block'), merchant('2026-11-06T00:00:00.000Z', 'clear')]) {
    expect(JSON.parse((await confirmed(known)).body).state).toBe('live');
  }
});
