import fc from 'fast-check';
import type { BureauReport, Incident } from '../../functions/screening/bureau-report.ts';
import type { ApplicationFacts, DecisionInputs } from '../../functions/screening/decision-record.ts';
import type { Candidate, MatchRecord } from '../../functions/screening/match-record.ts';
import { yen } from '../../functions/shared/money.ts';

const clear: MatchRecord = {
  listId: 'tegata-synthetic',
  listVersion: 'sha256:00',
  algorithmVersion: 'names-2026-01',
  queryKeys: [],
  candidates: [],
  decision: 'clear',
};

export const candidate = (programme: Candidate['programme']): Candidate => ({
  entryId: 'anti-0001',
  programme,
  subject: 'company',
  score: 1,
  matchedKey: 'kanji',
  listedKey: '夜烏組',
  strength: 'primary',
});

/** What the sandbox bureau reports of a company with no special mark. */
export const unremarkable: BureauReport = {
  reportId: 'rep_1',
  found: true,
  score: 700,
  incidents: [],
  assessedAt: '2026-04-01T00:00:00.000Z',
};

const anApplication = (facts: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  appliedOn: '2026-04-01',
  ...facts,
});
export const inputs = (
  application: Partial<ApplicationFacts> = {},
  report: Partial<BureauReport> = {},
  match: Partial<MatchRecord> = {},
): DecisionInputs => ({
  application: anApplication(application),
  bureauReport: { ...unremarkable, ...report },
  match: { ...clear, ...match },
});
export const happened = (kind: Incident['kind'], occurredOn: string): Incident => ({ kind, occurredOn });

const civilDate = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const maybe = <Key extends string, Value>(name: Key, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [name]: given })) as fc.Arbitrary<
    Partial<Record<Key, Value>>
  >;
const sales = fc.oneof(fc.integer({ min: 0, max: 50_000_000 }), fc.maxSafeInteger().map(Math.abs));
const industry = fc.constantFrom('小売業', '貸金業', 'construction', '', ' 飲食業 ');
export const declared = fc
  .tuple(maybe('establishedOn', civilDate), maybe('annualSales', sales), maybe('industry', industry))
  .map((parts): Partial<ApplicationFacts> => Object.assign({}, ...parts));
export const requested = fc.integer({ min: 300_000, max: 10_000_000 }).map(yen);

const report = fc
  .record({
    found: fc.boolean(),
    score: fc.integer({ min: 0, max: 1000 }),
    incidents: fc.array(
      fc.record({ kind: fc.constantFrom('late_payment', 'default', 'lawsuit', 'bankruptcy'), occurredOn: civilDate }),
      { maxLength: 5 },
    ),
    known: declared,
  })
  .map(({ known, ...rest }): BureauReport => ({ ...unremarkable, ...rest, ...known }) as BureauReport);
export const anyInputs = fc
  .tuple(
    declared,
    maybe('requestedCreditLimit', requested),
    civilDate,
    report,
    fc.constantFrom('clear', 'review', 'block'),
  )
  .map(
    ([facts, asked, appliedOn, bureauReport, decision]): DecisionInputs => ({
      application: { ...facts, ...asked, appliedOn },
      bureauReport,
      match: decision === 'clear' ? clear : { ...clear, decision, candidates: [candidate('sanctions')] },
    }),
  );
