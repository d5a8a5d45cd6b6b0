import type { BuyerResource } from '../../functions/buyers/buyer.contract.ts';
import type { ExaminationResource } from '../../functions/screening/examination.contract.ts';
import { aCompany } from '../../test/support/companies.ts';
import type { Operator } from '../../test/support/sessions.ts';
import { type Cast, type Narrator, yen } from './narrator.ts';

export interface Buyers {
  readonly approved: BuyerResource;
}

/** Three companies apply: one is approved by the policy, one by a person, and one is on a list. */
export async function tellScreening(cast: Cast): Promise<Buyers> {
  const approved = await tellApproval(cast);
  await tellManualDecision(cast);
  await tellListedName(cast);
  return { approved };
}

async function tellApproval({ story, demo, staff }: Cast): Promise<BuyerResource> {
  story.chapter('A buyer applies, and is approved at once');
  const company = aCompany({
    name: '株式会社青葉商店',
    nameKana: 'アオバショウテン',
    representative: { familyName: '青葉', givenName: '太郎', familyNameKana: 'アオバ', givenNameKana: 'タロウ' },
    requestedCreditLimit: 1_000_000,
  });
  story.say(
    'The merchant Demo Shop sells office supplies. 株式会社青葉商店 (Aoba Shoten, Inc.) wants to buy now and pay later,',
  );
  story.say(`up to ${yen(1_000_000)}. Demo Shop registers it and applies for credit in one request.`);
  const applied = await demo.register(company);
  story.check('its application is under review', applied.state, 'under_review');
  const buyer = await demo.buyerUntil(applied.id, 'active');
  const examination = await examined(staff, buyer.id, 'decided');
  story.say(
    '',
    `The screening ran by itself. Every rule that was applied is on record (${examination.policyVersion}):`,
  );
  showTrace(story, examination);
  story.check('the policy approved it', examination.decision?.decidedBy, `policy:${examination.policyVersion}`);
  const { limit, available } = await demo.credit(buyer.id);
  story.check(
    `the limit is the ${yen(1_000_000)} that it asked for, all of it available`,
    [limit, available],
    [1_000_000, 1_000_000],
  );
  return buyer;
}

async function tellManualDecision({ story, demo, staff }: Cast): Promise<void> {
  story.chapter('A second buyer needs a person’s decision');
  const name = 'サンドボックス要審査工業株式会社';
  story.say(
    `${name} ("sandbox, review") is a test company: the emulated credit bureau knows of a default three years ago.`,
  );
  const { id } = await demo.register(aCompany({ name, requestedCreditLimit: 3_000_000 }));
  const examination = await examined(staff, id, 'pending');
  const waiting = await demo.buyer(id);
  story.check(
    'the merchant sees that it waits for a person',
    [waiting.state, waiting.stateReason],
    ['under_review', 'manual_review'],
  );
  story.check('the operator sees why', examination.proposal?.reasons.includes('past_default'), true);
  const order = await demo.tryPlace({ buyerId: id, amount: 10_000 });
  story.check('it cannot order before', [order.status, codeOf(order.body)], [422, 'BuyerNotActive']);
  const reason = '決算書を確認。債務不履行は解消済み';
  story.say(`The operator reads its accounts and decides: approve, with ${yen(500_000)} ("${reason}").`);
  await staff.decide(examination.id, { outcome: 'approve', creditLimit: 500_000, reason });
  await demo.buyerUntil(id, 'active');
  story.check(
    `its limit is ${yen(500_000)}, not the ${yen(3_000_000)} that it asked for`,
    (await demo.credit(id)).limit,
    500_000,
  );
}

async function tellListedName({ story, demo, staff }: Cast): Promise<void> {
  story.chapter('A name on a list is never approved by itself');
  const representative = {
    familyName: '空蟬',
    givenName: '竜三',
    familyNameKana: 'うつせみ',
    givenNameKana: 'りゅうぞう',
  };
  story.say(
    'The representative of 株式会社みなと青果 is 空蟬 竜三: other characters than on the (invented) list, 空蝉 龍蔵, but the same reading.',
  );
  const { id } = await demo.register(
    aCompany({ name: '株式会社みなと青果', nameKana: 'ミナトセイカ', representative }),
  );
  const examination = await examined(staff, id, 'pending');
  const [hit] = examination.listHits;
  story.say(
    `Hit: ${hit?.entryId} (${hit?.programme}), ${hit?.subject}, met by its ${hit?.matchedKey} key with ${hit?.score}.`,
  );
  story.check('the company waits for a person', (await demo.buyer(id)).state, 'under_review');
  const hasty = await staff.tryDecide(examination.id, { outcome: 'approve', creditLimit: 300_000, reason: 'OK' });
  story.check(
    'an approval without a full reason is refused',
    [hasty.status, codeOf(hasty.body)],
    [422, 'ListHitUnexplained'],
  );
  await staff.decide(examination.id, {
    outcome: 'reject',
    reason: '一覧掲載の人物と同一であることを本人確認書類で確認した',
  });
  const rejected = await demo.buyer(id);
  story.check(
    'it is rejected, and nothing that the merchant reads speaks of a list',
    [rejected.state, rejected.stateReason],
    ['rejected', 'screening_declined'],
  );
}

async function examined(staff: Operator, buyerId: string, state: 'pending' | 'decided'): Promise<ExaminationResource> {
  return staff.examination((await staff.examinationOf(buyerId, state)).id);
}

function showTrace(story: Narrator, { ruleTrace, proposal }: ExaminationResource): void {
  const rows = ruleTrace.map(({ rule, result, points, effect }) => [rule, String(result), points, effect]);
  story.table(
    ['rule', 'result', 'points', 'effect'],
    [...rows, ['', 'score', proposal?.score ?? 0, proposal?.outcome ?? '']],
  );
}

/** The code of a refusal, if it is one. */
export const codeOf = (body: unknown): unknown => (body as { code?: unknown }).code;
