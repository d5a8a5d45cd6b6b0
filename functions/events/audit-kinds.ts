import { canonicalJson, shortHash } from '../shared/canonical.ts';
import type { Item } from '../shared/page.ts';

export type Fact = string | number | boolean;

/** How the audit trail shows a field: undefined where there is nothing to show. */
type Show = (value: unknown) => Fact | undefined;

/** Why a field is in no audit row. Free text is where people write about people. */
type Reason = 'person' | 'free text' | 'secret' | 'bookkeeping';

/** What the audit trail says of one kind of item, field by field. A test holds that no field of a stored item is forgotten. */
export interface AuditKind {
  /** For the merchant and for the platform's staff. */
  readonly shown: Readonly<Record<string, Show>>;
  /** For staff alone: what an examination found, and what operators propose to each other (JAPAN-RULES.md 2.2, tipping-off). */
  readonly staff: Readonly<Record<string, Show>>;
  readonly leftOut: Readonly<Record<string, Reason>>;
}

const plain: Show = (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

/** Texts one after another. */
const listed: Show = (value) => (Array.isArray(value) ? value.map(String).join(', ') : undefined);

const count: Show = (value) => (Array.isArray(value) ? value.length : undefined);

/** That it is another one, where what it is would be too long or too telling: its size and a fingerprint. */
const fingerprint: Show = (value) =>
  value === undefined
    ? undefined
    : `${Array.isArray(value) ? `${value.length} ` : ''}${shortHash(canonicalJson(value))}`;

/** Where an address leads; its path and query may be a password, so that of them only a fingerprint is shown. */
const host: Show = (value) => {
  if (typeof value !== 'string') return undefined;
  const url = URL.parse(value);
  return url ? `${url.origin} ${shortHash(value)}` : shortHash(value);
};

/** Entries by one of their members and what has become of them: `register_copy: accepted, permit: waived`. */
const each =
  (name: string, ...said: readonly string[]): Show =>
  (value) =>
    Array.isArray(value)
      ? value.map((one: Item) => `${one[name]}: ${said.map((member) => one[member] ?? '-').join(' ')}`).join(', ')
      : undefined;

/** Who wrote what when stands in the row itself; keys and versions say nothing of the business. */
const kept = {
  merchantId: 'bookkeeping',
  version: 'bookkeeping',
  createdAt: 'bookkeeping',
  updatedAt: 'bookkeeping',
  actor: 'bookkeeping',
  expiresAt: 'bookkeeping',
} as const;

/** The register makes a company's number public; under its name and at its address a sole trader lives. */
const company = {
  shown: {
    'company.corporateNumber': plain,
    'company.establishedOn': plain,
    'company.annualSales': plain,
    'company.industry': plain,
  },
  leftOut: {
    'company.name': 'person',
    'company.nameKana': 'person',
    'company.postalCode': 'person',
    'company.prefecture': 'person',
    'company.address1': 'person',
    'company.address2': 'person',
    'company.address3': 'person',
  },
} as const;

const order: AuditKind = {
  shown: {
    lines: fingerprint,
    shippingDueOn: plain,
    confirmations: count,
    credits: count,
    extendedAt: plain,
    warnedAt: plain,
  },
  staff: { holdsCredit: plain, bureauFinding: plain, 'review.outcome': plain, 'review.decidedBy': plain },
  leftOut: {
    ...kept,
    'review.reason': 'free text',
    'review.decidedAt': 'bookkeeping',
    calendarVersion: 'bookkeeping',
    moves: 'bookkeeping',
    GSI1SK: 'bookkeeping',
    proofs: 'bookkeeping',
    words: 'bookkeeping',
  },
};

const buyer: AuditKind = {
  shown: {
    ...company.shown,
    requestedCreditLimit: plain,
    closingDay: plain,
    locale: plain,
    paymentMethods: listed,
    door: plain,
    'applicationError.code': plain,
    'informationRequest.requestId': plain,
  },
  staff: { companyId: plain, examinationId: plain },
  leftOut: {
    ...kept,
    ...company.leftOut,
    people: 'person',
    stateHistory: 'bookkeeping',
    buyerId: 'bookkeeping',
    'applicationError.at': 'bookkeeping',
    'informationRequest.questions': 'free text',
    'informationRequest.askedAt': 'bookkeeping',
  },
};

const facility: AuditKind = {
  shown: {},
  staff: { holds: each('cause', 'reason', 'by', 'clearedBy'), examinationId: plain },
  leftOut: { ...kept, facilityId: 'bookkeeping' },
};

const merchant: AuditKind = {
  shown: {
    ...company.shown,
    website: host,
    locale: plain,
    productPageIsPublic: plain,
    methods: listed,
    invoiceRegistrationNumber: plain,
    closingDay: plain,
    'payout.monthsAfter': plain,
    'payout.day': plain,
    documents: each('kind', 'state', 'sha256', 'decidedBy'),
    'connectionTest.passedAt': plain,
    'connectionTest.buyerId': plain,
    'connectionTest.orderId': plain,
    contracts: each('method', 'state'),
  },
  staff: {
    'listScreening.screeningId': plain,
    'listScreening.listVersion': plain,
    'listScreening.decision': plain,
    proposals: each('proposalId', 'action', 'state', 'proposedBy', 'decidedBy', 'usedAt'),
    holds: each('cause', 'by'),
  },
  leftOut: {
    ...kept,
    ...company.leftOut,
    name: 'person',
    nameKana: 'person',
    contactEmail: 'person',
    people: 'person',
    purposeOfRemittance: 'free text',
    stateHistory: 'bookkeeping',
    'listScreening.screenedAt': 'bookkeeping',
    'connectionTest.confirmedAt': 'bookkeeping',
    'connectionTest.certificate': 'secret',
  },
};

const endpoint: AuditKind = {
  shown: { url: host, events: listed, 'previous.until': plain },
  staff: {},
  leftOut: {
    ...kept,
    endpointId: 'bookkeeping',
    description: 'free text',
    secret: 'secret',
    'previous.secret': 'secret',
  },
};

const storefront: AuditKind = {
  shown: {
    connectedId: plain,
    authCodeLast4: plain,
    showLinkBanner: plain,
    memberApproval: plain,
    enableForNewMembers: plain,
    'credential.result': plain,
  },
  staff: {},
  leftOut: { ...kept, authCode: 'secret', failedChecks: 'bookkeeping', 'credential.checkedAt': 'bookkeeping' },
};

const notifications: AuditKind = { shown: { textMessages: plain }, staff: {}, leftOut: kept };

const message: AuditKind = {
  shown: { template: plain, recipient: plain, channel: plain, eventType: plain, resourceId: plain, reason: plain },
  staff: {},
  leftOut: {
    ...kept,
    messageId: 'bookkeeping',
    eventId: 'bookkeeping',
    locale: 'bookkeeping',
    content: 'person',
    attempts: 'bookkeeping',
    providerMessageId: 'bookkeeping',
  },
};

const drift: AuditKind = {
  shown: {},
  staff: {},
  // `facts` stand in the item a second time by name, where events read them
  leftOut: { ...kept, driftId: 'bookkeeping', openedAt: 'bookkeeping', evidence: 'bookkeeping', facts: 'bookkeeping' },
};

const limitChange: AuditKind = {
  shown: { limitBefore: plain, creditLimit: plain, proposedBy: plain, 'decision.by': plain },
  staff: {},
  leftOut: {
    ...kept,
    limitChangeId: 'bookkeeping',
    reason: 'free text',
    'decision.reason': 'free text',
    'decision.at': 'bookkeeping',
  },
};

/** By the beginning of the sort key, which says what an item is. */
const kinds: Readonly<Record<string, AuditKind>> = {
  ORDER: order,
  BUYER: buyer,
  FACILITY: facility,
  MERCHANT: merchant,
  WEBHOOK: endpoint,
  STOREFRONT: storefront,
  NOTIFICATIONS: notifications,
  MESSAGE: message,
  DRIFT: drift,
  LIMITCHANGE: limitChange,
};

/** What the audit trail says of an item beside what its events tell; undefined for a kind of item that tells nothing. */
export const auditKindOf = ({ SK }: Item): AuditKind | undefined => kinds[String(SK).split('#', 1)[0] ?? ''];
