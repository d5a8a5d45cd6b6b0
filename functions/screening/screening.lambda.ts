import * as z from 'zod/mini';
import { bureauProvider } from '../providers/bureau/bureau.provider.ts';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { lazy } from '../shared/lazy.ts';
import { secretReader } from '../shared/secret.client.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { askBureau, type BureauPorts } from './ask-bureau.ts';
import { checkEmail, type EmailPorts, validateApplication } from './check-application.ts';
import { otherLimits } from './company-limits.ts';
import { recordPolicyDecision } from './conclude.ts';
import { caseStore } from './examination.store.ts';
import { listsInForce } from './lists-in-force.ts';
import { matchSubject } from './match.ts';
import { type MatchPorts, matchLists } from './match-lists.ts';
import { ReviewInput, type ReviewPorts, requestReview } from './request-review.ts';
import { dealingRelations } from './reuse.store.ts';
import { type ReusePorts, reuseFacility } from './reuse-facility.ts';
import { type ScorePorts, scoreApplication } from './score-application.ts';
import { CaseInput } from './screening-case.ts';
import { syntheticList } from './synthetic-list.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, MAC_KEY_ID, BUREAU_URL, BUREAU_SECRET_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
  BUREAU_URL: z.string(),
  BUREAU_SECRET_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);
const cases = caseStore(transactions);
const index = listsInForce(transactions, lazy(syntheticList));
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID, macKeyId: MAC_KEY_ID }), systemClock);

const ports: EmailPorts & MatchPorts & BureauPorts & ScorePorts & ReviewPorts & ReusePorts = {
  clock: systemClock,
  vault,
  cases,
  emails: cases,
  exposures: { otherLimits: (buyer) => otherLimits(transactions, buyer, businessDate(systemClock)) },
  relations: { ofCompany: (companyId) => dealingRelations(transactions, vault, companyId) },
  reviews: cases,
  conclusions: cases,
  lists: { match: async (subject) => matchSubject(await index(), subject) },
  bureau: bureauProvider({ url: BUREAU_URL, secret: secretReader(BUREAU_SECRET_ID, systemClock) }),
};

/** Steps of statemachines/screening.asl.json, in its order. */
export const validateApplicationStep = stepHandler(CaseInput, (input) => validateApplication(ports, input));
export const checkEmailStep = stepHandler(CaseInput, (input) => checkEmail(ports, input));
export const matchListsStep = stepHandler(CaseInput, (input) => matchLists(ports, input));
export const reuseFacilityStep = stepHandler(CaseInput, (input) => reuseFacility(ports, input));
export const askBureauStep = stepHandler(CaseInput, (input) => askBureau(ports, input));
export const scoreApplicationStep = stepHandler(CaseInput, (input) => scoreApplication(ports, input));
export const requestReviewStep = stepHandler(ReviewInput, (input) => requestReview(ports, input));
export const recordDecisionStep = stepHandler(CaseInput, (input) => recordPolicyDecision(ports, input));
