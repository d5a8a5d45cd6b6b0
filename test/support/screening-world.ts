import { readFileSync } from 'node:fs';
import { applied, type Buyer } from '../../functions/buyers/buyer.ts';
import { identityOf } from '../../functions/buyers/company.ts';
import type { Facility } from '../../functions/buyers/facility.ts';
import { refuseAsBureau } from '../../functions/providers/bureau/bureau.refusals.ts';
import { fromWire, toWire } from '../../functions/providers/bureau/bureau.wire.ts';
import { reportOn } from '../../functions/sandbox/bureau.ts';
import { type BureauBehaviour, markOf } from '../../functions/sandbox/bureau-behaviours.ts';
import { askBureau } from '../../functions/screening/ask-bureau.ts';
import type { Bureau } from '../../functions/screening/bureau.ts';
import type { BureauReport } from '../../functions/screening/bureau-report.ts';
import { checkEmail, validateApplication } from '../../functions/screening/check-application.ts';
import { type Conclusion, recordPolicyDecision } from '../../functions/screening/conclude.ts';
import { refuseExamination } from '../../functions/screening/examination.refusals.ts';
import { type Examination, openExamination } from '../../functions/screening/examination.ts';
import { indexSanctionsList, matchSubject } from '../../functions/screening/match.ts';
import { matchLists } from '../../functions/screening/match-lists.ts';
import { requestReview } from '../../functions/screening/request-review.ts';
import { type DealingRelation, reuseFacility } from '../../functions/screening/reuse-facility.ts';
import { scoreApplication } from '../../functions/screening/score-application.ts';
import type { CaseInput, ScreeningCase } from '../../functions/screening/screening-case.ts';
import { syntheticList } from '../../functions/screening/synthetic-list.ts';
import { type Clock, instant } from '../../functions/shared/clock.ts';
import { openVault } from '../../functions/shared/vault.ts';
import { aBuyer } from './buyers.ts';
import { keyService } from './key-service.ts';

const index = indexSanctionsList(syntheticList());

/** The machine as it is deployed, with the names of its functions for their ARNs. */
export const screeningMachine = (): object =>
  JSON.parse(readFileSync('statemachines/screening.asl.json', 'utf8').replaceAll(/\$\{(\w+)\}/g, '$1')) as object;

/** A bureau in memory that goes by the emulator's marks, or by what a test says for its next calls. */
export function memoryBureau(clock: Clock) {
  const reports = new Map<string, BureauReport>();
  const calls: string[] = [];
  const script: BureauBehaviour[] = [];
  const lost = () => refuseAsBureau('BureauUnavailable', 'The bureau did not answer in time.');
  const bureau: Bureau = {
    inquire: async (inquiryId) => {
      calls.push(`inquire ${inquiryId}`);
      return reports.get(inquiryId);
    },
    ask: async (inquiry) => {
      calls.push(`ask ${inquiry.inquiryId}`);
      const behaviour = script.shift() ?? markOf(inquiry.company);
      if (behaviour === 'error' || behaviour === 'silent') throw lost();
      if (behaviour === 'decline') throw refuseAsBureau('BureauRejected', 'The bureau answered 422.');
      const wire = reportOn(toWire(inquiry), behaviour, instant(clock));
      const report = reports.get(inquiry.inquiryId) ?? fromWire(wire, inquiry.inquiryId);
      reports.set(inquiry.inquiryId, report);
      if (behaviour === 'timeout' || behaviour === 'malformed') throw lost();
      return report;
    },
  };
  return { bureau, calls, script };
}

/** Buyers, examinations and credit in memory, held to their versions like the table; and the steps that work on them. */
export function screeningWorld(clock: Clock) {
  const vault = openVault(keyService(), clock);
  const buyers = new Map<string, Buyer>();
  const examinations = new Map<string, Examination>();
  const facilities: Facility[] = [];
  const relations: DealingRelation[] = [];
  const claims = new Map<string, string>();
  const bureau = memoryBureau(clock);
  const tokens: string[] = [];
  const broken = new Set<string>();

  const keep = ({ examination, buyer }: ScreeningCase) => {
    for (const [kept, next] of [
      [examinations.get(examination.examinationId), examination],
      [buyers.get(buyer.buyerId), buyer],
    ] as const) {
      if (kept !== next && kept?.version !== next.version - 1)
        throw Object.assign(new Error(), { name: 'WriteRefused' });
    }
    examinations.set(examination.examinationId, examination);
    buyers.set(buyer.buyerId, buyer);
  };
  const load = async ({ examinationId }: Pick<CaseInput, 'examinationId'>): Promise<ScreeningCase> => {
    const examination = examinations.get(examinationId);
    const buyer = examination && buyers.get(examination.buyerId);
    if (!examination || !buyer) throw refuseExamination('ExaminationNotFound', examinationId);
    return { examination, buyer };
  };
  const record = async (conclusion: Conclusion) => {
    keep(conclusion);
    if (conclusion.facility) facilities.push(conclusion.facility);
  };
  const ports = {
    clock,
    vault,
    cases: {
      load,
      saveExamination: async (examination: Examination) =>
        keep({ examination, buyer: (await load(examination)).buyer }),
    },
    emails: {
      isClaimedBy: async (mac: string, company: ReturnType<typeof identityOf>) => claims.get(mac) === company.companyId,
    },
    lists: { match: (subject: Parameters<typeof matchSubject>[1]) => matchSubject(index, subject) },
    bureau: bureau.bureau,
    exposures: { otherLimits: async () => 0 },
    relations: { ofCompany: async () => relations },
    reviews: { await: async (_: ScreeningCase, after: ScreeningCase) => keep(after) },
    conclusions: { record },
  };
  const step =
    <Input>(name: string, run: (input: Input) => Promise<unknown>) =>
    async (input: Input) => {
      if (broken.has(name)) throw new Error(`${name} is broken`);
      return (await run(input)) ?? null;
    };
  return {
    ...{ ports, vault, buyers, examinations, facilities, relations, claims },
    ...{ bureau, tokens, broken, load, keep, record },
    /** A buyer that has just applied. */
    async apply(changes: Partial<Buyer> = {}, people: Parameters<typeof aBuyer>[2] = {}): Promise<CaseInput> {
      const buyer = applied(await aBuyer(vault, { ...changes, version: 0 }, people), instant(clock));
      const { merchantId, buyerId, examinationId = '' } = buyer;
      buyers.set(buyerId, buyer);
      examinations.set(examinationId, openExamination({ ...buyer, examinationId }));
      claims.set(await vault.blindIndex('email', 'hanako@minato.example.jp'), identityOf(buyer.company).companyId);
      return { merchantId, buyerId, examinationId };
    },
    /** The functions of the machine, under the names of its placeholders. */
    functions: {
      validateApplicationStep: step<CaseInput>('validateApplicationStep', (input) => validateApplication(ports, input)),
      checkEmailStep: step<CaseInput>('checkEmailStep', (input) => checkEmail(ports, input)),
      matchListsStep: step<CaseInput>('matchListsStep', (input) => matchLists(ports, input)),
      reuseFacilityStep: step<CaseInput>('reuseFacilityStep', (input) => reuseFacility(ports, input)),
      askBureauStep: step<CaseInput>('askBureauStep', (input) => askBureau(ports, input)),
      scoreApplicationStep: step<CaseInput>('scoreApplicationStep', (input) => scoreApplication(ports, input)),
      requestReviewStep: step<Parameters<typeof requestReview>[1]>('requestReviewStep', (input) => {
        tokens.push(input.taskToken);
        return requestReview(ports, input);
      }),
      recordDecisionStep: step<CaseInput>('recordDecisionStep', (input) => recordPolicyDecision(ports, input)),
    },
  };
}
