import { describe, expect, test } from 'vitest';
import { type Buyer, peopleOf } from '../../../functions/buyers/buyer.ts';
import type { ExaminationResource } from '../../../functions/screening/examination.contract.ts';
import { type Examination, searchPlace } from '../../../functions/screening/examination.ts';
import { indexSanctionsList, matchSubject } from '../../../functions/screening/match.ts';
import { MatchRecordSchema } from '../../../functions/screening/match-record.ts';
import { recompute } from '../../../functions/screening/recompute.ts';
import { decisionInputs } from '../../../functions/screening/score-application.ts';
import { searchListsAgain } from '../../../functions/screening/search-again.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';
import type { Answer } from '../../../functions/shared/answer.ts';
import { bodyOf, once, validRegistration } from '../../support/buyers.ts';
import { marked, reason, setUp } from './machine-rig.ts';

const today = syntheticList();
const [typical] = today.entries;
if (!typical) throw new Error('the list is empty');
const explained = 'The register gives another date of birth: it is somebody else.';

/** The list with one more name, as another version. */
const naming = (kind: 'organization' | 'person', kanji: string) =>
  indexSanctionsList({
    ...today,
    version: `sha256:${kanji}`,
    entries: [...today.entries, { ...typical, id: 'new-1', kind, name: { kanji }, aliases: [] }],
  });

/** An application that waits for a person, and what may happen meanwhile. */
async function reviewed() {
  const machine = setUp();
  const { world, screen, time } = machine;
  const input = await world.apply(marked('review'));
  await screen(input);
  const ports = {
    ...{ clock: time.clock, vault: world.vault, lists: world.ports.lists },
    examinations: {
      find: (examinationId: string) => world.load({ examinationId }),
      earlier: async () => undefined,
      searched: async (examination: Examination, _: unknown, told: Answer) => {
        await world.ports.cases.saveExamination(examination);
        return told;
      },
    },
  };
  const request = () => ({ actor: { by: 'key_op' }, once: once() });
  return {
    ...machine,
    input,
    approve: (why = explained) =>
      machine.decide(input.examinationId, { outcome: 'approve', creditLimit: 400_000, reason: why }),
    searchAgain: () => searchListsAgain(ports, input.examinationId, request()),
    putInForce: (index: ReturnType<typeof naming>) => {
      world.ports.lists.match = (subject) => matchSubject(index, subject);
    },
    change: async (changes: (buyer: Buyer) => Promise<Partial<Buyer>>) => {
      const { buyer } = await world.load(input);
      world.buyers.set(buyer.buyerId, { ...buyer, ...(await changes(buyer)), version: buyer.version + 1 });
    },
  };
}

const renamed = { familyName: '架空', givenName: '次郎', familyNameKana: 'カクウ', givenNameKana: 'ジロウ' };

describe('P10 an approval after days of waiting', () => {
  test('P10 is refused when a list names the company meanwhile, until an operator has seen the hit', async () => {
    const { world, input, approve, searchAgain, putInForce } = await reviewed();
    putInForce(naming('organization', '株式会社みなと商会'));
    const before = world.examinations.get(input.examinationId);
    await expect(approve()).rejects.toMatchObject({ code: 'ListHitNew', facts: { hits: 1 } });
    expect(world.examinations.get(input.examinationId)).toEqual(before);
    expect(world.facilities).toEqual([]);

    const shown = bodyOf<ExaminationResource>(await searchAgain());
    expect(shown.listHits).toMatchObject([{ entryId: 'new-1', subject: 'company' }]);
    expect(shown).toMatchObject({
      inputs: { listMatch: { decision: 'clear' } },
      listSearch: { searchedBy: 'operator:key_op', match: { decision: 'block' } },
    });
    await expect(approve('somebody else')).rejects.toMatchObject({ code: 'ListHitUnexplained' });
    await approve();
    expect(world.facilities).toHaveLength(1);
  });

  test('P10 is refused when the merchant names a representative meanwhile who is on a list', async () => {
    const { approve, change, world, putInForce, searchAgain } = await reviewed();
    putInForce(naming('person', '架空 次郎'));
    const { contact } = validRegistration();
    await change(async (buyer) => ({
      people: await world.vault.seal(peopleOf(buyer), { representative: renamed, contact }),
    }));
    await expect(approve()).rejects.toMatchObject({ code: 'ListHitNew' });
    const shown = bodyOf<ExaminationResource>(await searchAgain());
    expect(shown.listHits).toMatchObject([{ entryId: 'new-1', subject: 'representative' }]);
  });

  test('P10 names the lists that were searched for it, and leaves alone what the policy decided on', async () => {
    const { world, input, approve, putInForce } = await reviewed();
    const newer = naming('organization', '株式会社よその会社');
    putInForce(newer);
    await approve(reason);
    const decided = world.examinations.get(input.examinationId);
    if (!decided?.listSearch || !decided.policyVersion) throw new Error('not searched');
    const kept = MatchRecordSchema.parse(await world.vault.open(searchPlace(decided), decided.listSearch.match));
    expect(kept.listVersion).toBe(newer.listVersion);
    expect(decided.listSearch.searchedBy).toBe('operator:key_op');
    const inputs = await decisionInputs(world.vault, decided);
    expect(recompute({ policyVersion: decided.policyVersion, inputs })).toEqual(decided.proposal);
  });

  test('P10 is possible after a search by hand where the machine could not search', async () => {
    const { world, input, approve, searchAgain } = await reviewed();
    const { examination } = await world.load(input);
    const { listMatch: _, listDecision: __, ...unsearched } = examination;
    world.examinations.set(input.examinationId, unsearched);
    await expect(approve()).rejects.toMatchObject({ code: 'ExaminationIncomplete' });
    await searchAgain();
    await approve();
    expect(world.facilities).toHaveLength(1);
    await expect(searchAgain()).rejects.toMatchObject({ code: 'ExaminationAlreadyDecided' });
  });
});
