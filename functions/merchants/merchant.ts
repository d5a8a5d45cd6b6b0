import * as z from 'zod/mini';
import { Company } from '../buyers/company.ts';
import { MerchantDocument } from './document.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { MerchantHold } from './merchant-hold.ts';
import { MethodContract, paymentMethods } from './method-contract.ts';
import { Proposal } from './proposal.ts';

/** From the application to the end of the contract (CAPABILITIES.md P2, RH; docs/onboarding.md draws it). */
export const merchantStates = [
  'draft',
  'submitted',
  'screening',
  'approved',
  'rejected',
  'sandbox_issued',
  'connection_test',
  'live',
  'suspended',
  'terminated',
] as const;
export type MerchantState = (typeof merchantStates)[number];

/** Items written before merchants had a life cycle say `active` and `closed`. */
const StoredState = z.pipe(
  z.string(),
  z.pipe(
    z.transform((state: string) => ({ active: 'live', closed: 'terminated' })[state] ?? state),
    z.enum(merchantStates),
  ),
);

const sealed = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const HistoryEntry = z.object({ state: z.enum(merchantStates), reason: z.nullable(z.string()), at: z.string() });

/** What the latest search of the lists found; the matches themselves are an item of their own, sealed. */
const ListScreening = z.object({
  screeningId: z.string(),
  screenedAt: z.string(),
  listVersion: z.string(),
  decision: z.enum(['clear', 'review', 'block']),
});

/** What showed that the merchant's own system can talk to us: three of its calls, or the sandbox's certificate of them. */
const ConnectionTest = z.object({
  passedAt: z.string(),
  buyerId: z.string(),
  orderId: z.string(),
  confirmedAt: z.string(),
  certificate: z.optional(z.string()),
});

/** A shop that sells through the platform, from its application on. `people` is sealed for the place `merchantPeople` names. */
export const Merchant = z.object({
  merchantId: z.string(),
  name: z.string(),
  nameKana: z.optional(z.string()),
  /** Where the platform writes to: a shared address of the company, not a person's. */
  contactEmail: z._default(z.string(), ''),
  locale: z._default(z.enum(['ja', 'en']), 'ja'),
  company: z.optional(Company),
  people: z.optional(sealed),
  website: z.optional(z.string()),
  /** Everybody can see on the website what is sold and on which terms, so neither has to be sent in (P2). */
  productPageIsPublic: z._default(z.boolean(), false),
  /** What remittances are for; it is examined, and may be refused (RH). */
  purposeOfRemittance: z.optional(z.string()),
  methods: z._default(z.array(z.enum(paymentMethods)), ['paid']),
  /** T and thirteen digits; absent where the merchant is no qualified invoice issuer (JAPAN-RULES.md 3.2). */
  invoiceRegistrationNumber: z.optional(z.string().check(z.regex(/^T\d{13}$/))),
  /** The day of the month on which its buyers' orders are gathered into invoices. */
  closingDay: z.enum(['month_end', '20']),
  /** When it is paid for a closed month: `{ monthsAfter: 2, day: 5 }` is the 5th of the month after next (翌々月5日). */
  payout: z.object({ monthsAfter: z.int(), day: z.int() }),
  documents: z._default(z.array(MerchantDocument), []),
  /** Absent until the lists are searched, and again when the people have changed since. */
  listScreening: z.optional(ListScreening),
  /** By when the examination is to be decided: what the merchant was promised. */
  decideBy: z.optional(z.string()),
  proposals: z._default(z.array(Proposal), []),
  /** What keeps it suspended; suspended and empty is an operator's suspension of former times. */
  holds: z._default(z.array(MerchantHold), []),
  connectionTest: z.optional(ConnectionTest),
  contracts: z._default(z.array(MethodContract), []),
  state: StoredState,
  stateReason: z._default(z.nullable(z.string()), null),
  stateHistory: z._default(z.array(HistoryEntry), []),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.optional(z.string()),
});
export type Merchant = z.infer<typeof Merchant>;

/** Where a merchant's people are sealed for. */
export const merchantPeople = ({ merchantId }: Pick<Merchant, 'merchantId'>) => ({ merchantId, field: 'people' });

/** The life cycle: from each state to these. */
const nextStates: Readonly<Record<MerchantState, readonly MerchantState[]>> = {
  draft: ['submitted', 'rejected'],
  submitted: ['screening', 'rejected'],
  screening: ['approved', 'rejected'],
  approved: ['sandbox_issued', 'suspended', 'terminated'],
  rejected: [],
  sandbox_issued: ['connection_test', 'suspended', 'terminated'],
  connection_test: ['live', 'suspended', 'terminated'],
  live: ['suspended', 'terminated'],
  suspended: ['approved', 'sandbox_issued', 'connection_test', 'live', 'terminated'],
  terminated: [],
};

/** True when the life cycle has this step. */
export const canBecome = (merchant: Merchant, state: MerchantState): boolean =>
  nextStates[merchant.state].includes(state);

/** The one way from state to state. The reason is a code, never what an operator wrote: the merchant sees it. */
export function moveMerchant(merchant: Merchant, state: MerchantState, at: string, reason: string): Merchant {
  if (!canBecome(merchant, state)) {
    throw refuseMerchant('MerchantStateConflict', `The merchant is ${merchant.state}, so it cannot become ${state}.`, {
      state: merchant.state,
    });
  }
  const stateHistory = [...merchant.stateHistory, { state, reason, at }];
  return changed({ ...merchant, state, stateReason: reason, stateHistory }, at);
}

/** The next version, in the same state. */
export const changed = (merchant: Merchant, at: string): Merchant => ({
  ...merchant,
  version: merchant.version + 1,
  updatedAt: at,
});

/** Refuses what may be done in some states only. */
export function assertState(merchant: Merchant, what: string, ...states: readonly MerchantState[]): void {
  if (states.includes(merchant.state)) return;
  throw refuseMerchant(
    'MerchantStateConflict',
    `The merchant is ${merchant.state}: ${what} needs ${states.join(' or ')}.`,
    {
      state: merchant.state,
    },
  );
}

/** Who is in these has been approved and not been terminated: it has credentials, or may be given some. */
const startedStates: ReadonlySet<MerchantState> = new Set<MerchantState>([
  'approved',
  'sandbox_issued',
  'connection_test',
  'live',
  'suspended',
]);
export const isStarted = ({ state }: Pick<Merchant, 'state'>): boolean => startedStates.has(state);

/** Its keys read and do not write: what it has already sold and is owed stays visible to it. */
export const isRestricted = ({ state }: Pick<Merchant, 'state'>): boolean =>
  state === 'suspended' || state === 'terminated';
