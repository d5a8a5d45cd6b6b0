import { businessDateOf, plusDays } from '../shared/clock.ts';
import type { FieldError } from '../shared/refusal.ts';
import { type DocumentKind, type DocumentState, documentKinds, type MerchantDocument } from './document.ts';
import type { Merchant } from './merchant.ts';

type Applicant = Pick<Merchant, 'company' | 'website' | 'productPageIsPublic' | 'documents' | 'stateHistory'>;

/** Industries that nobody may be in without a permit, by a word of their name, and which permit that is. */
const permits: readonly (readonly [industry: RegExp, permit: string])[] = [
  [/酒/u, '酒類販売業免許'],
  [/古物|中古|リサイクル|リユース/u, '古物商許可証'],
  [/医薬|薬局|ドラッグ/u, '医薬品販売業許可証'],
  [/医療機器/u, '医療機器販売業許可証'],
  [/飲食|食品製造|菓子製造|惣菜/u, '食品営業許可証'],
  [/旅行/u, '旅行業登録票'],
  [/たばこ|煙草/u, '製造たばこ小売販売業許可証'],
  [/建設|工事/u, '建設業許可証'],
  [/派遣/u, '労働者派遣事業許可証'],
  [/産業廃棄物|産廃/u, '産業廃棄物収集運搬業許可証'],
];

/** The permit that the company's industry needs; undefined where it needs none. */
export const permitOf = (industry: string | undefined): string | undefined =>
  permits.find(([needs]) => needs.test(industry ?? ''))?.[1];

const showsItsPage = ({ website, productPageIsPublic }: Applicant): boolean =>
  productPageIsPublic && website !== undefined;

interface DocumentRule {
  readonly japanese: string;
  /** Not older than this on the day of submission; the day of issue has to be given. */
  readonly ageMonthsMax?: number;
  readonly isNeeded: (applicant: Applicant) => boolean;
  readonly isWaived: (applicant: Applicant) => boolean;
}

const always = () => true;
const never = () => false;

/** What an application consists of (CAPABILITIES.md P2, RH). */
export const documentRules: Readonly<Record<DocumentKind, DocumentRule>> = {
  register_copy: { japanese: '履歴事項全部証明書', ageMonthsMax: 6, isNeeded: always, isWaived: never },
  seal_certificate: { japanese: '印鑑証明書', ageMonthsMax: 6, isNeeded: always, isWaived: never },
  photo_id: { japanese: '担当者の顔写真付き本人確認書類', isNeeded: always, isWaived: never },
  product_material: { japanese: '取扱商材の資料', isNeeded: always, isWaived: showsItsPage },
  commercial_transactions_page: {
    japanese: '特定商取引法に基づく表記',
    isNeeded: always,
    isWaived: showsItsPage,
  },
  permit: {
    japanese: '許認可証',
    isNeeded: ({ company }) => permitOf(company?.industry) !== undefined,
    isWaived: never,
  },
};

export const documentProblems = [
  'missing',
  'rejected',
  'issue_date_missing',
  'issued_later',
  'too_old',
  'expired',
] as const;
export type DocumentProblem = (typeof documentProblems)[number];

export interface ChecklistEntry {
  readonly kind: DocumentKind;
  readonly japanese: string;
  readonly state: DocumentState;
  /** What keeps the application from being submitted. */
  readonly problem: DocumentProblem | null;
  readonly document: MerchantDocument | undefined;
}

/** The papers that this application needs, and how each stands on a business date. */
export function checklistOf(applicant: Applicant, today: string): ChecklistEntry[] {
  return documentKinds.flatMap((kind): ChecklistEntry[] => {
    const rule = documentRules[kind];
    const document = applicant.documents.find((one) => one.kind === kind);
    if (!document && !rule.isNeeded(applicant)) return [];
    const waived = document ? document.state === 'waived' : rule.isWaived(applicant);
    const state = waived ? 'waived' : (document?.state ?? 'missing');
    const japanese = kind === 'permit' ? (permitOf(applicant.company?.industry) ?? rule.japanese) : rule.japanese;
    const problem = waived ? null : problemOf(rule, document, judgedOn(applicant, document, today));
    return [{ kind, japanese, state, problem, document }];
  });
}

/** A paper counts as old as it was when it was handed in: on the day of submission, or later where it replaces another. */
function judgedOn(applicant: Applicant, document: MerchantDocument | undefined, today: string): string {
  const submitted = applicant.stateHistory.find(({ state }) => state === 'submitted');
  if (!submitted) return today;
  const days = [businessDateOf(submitted.at), document?.receivedAt && businessDateOf(document.receivedAt)];
  return days.reduce<string>((latest, day) => (day && day > latest ? day : latest), '');
}

function problemOf(
  { ageMonthsMax }: DocumentRule,
  document: MerchantDocument | undefined,
  on: string,
): DocumentProblem | null {
  if (!document) return 'missing';
  if (document.state === 'rejected') return 'rejected';
  if (document.expiresOn !== undefined && document.expiresOn < on) return 'expired';
  if (document.issuedOn !== undefined && document.issuedOn > on) return 'issued_later';
  if (ageMonthsMax === undefined) return null;
  if (document.issuedOn === undefined) return 'issue_date_missing';
  return monthsAfter(document.issuedOn, ageMonthsMax) < on ? 'too_old' : null;
}

/**
 * The day so many months later, on which a period of months ends: the same day of its month, or the last one where that month
 * has no such day (Civil Code, article 143).
 */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  const firstOf = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
  const last = plusDays(firstOf(count + 1), -1);
  const same = `${last.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return same < last ? same : last;
}

const messages: Readonly<Record<DocumentProblem, string>> = {
  missing: 'has not been received.',
  rejected: 'was rejected: send another one.',
  issue_date_missing: 'needs the day on which it was issued.',
  issued_later: 'is dated later than the day it was sent.',
  too_old: 'was issued more than six months before.',
  expired: 'is not valid any more.',
};

/** Everything that keeps the application from being complete, named at once. */
export const missingItems = (merchant: Merchant, today: string): FieldError[] => [
  ...checklistOf(merchant, today).flatMap(({ kind, japanese, problem }) =>
    problem === null
      ? []
      : [{ pointer: `/documents/${kind}`, code: problem, message: `${japanese} ${messages[problem]}` }],
  ),
  ...(merchant.methods.includes('remittance') && merchant.purposeOfRemittance === undefined
    ? [{ pointer: '/purposeOfRemittance', code: 'missing', message: 'Remittances need a purpose.' }]
    : []),
];
