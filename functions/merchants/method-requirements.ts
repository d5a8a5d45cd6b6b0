import { isCivilDate } from '../shared/clock.ts';
import type { MethodContract, PaymentMethod } from './method-contract.ts';

type ItemKind = 'text' | 'email' | 'date' | 'file_hash' | 'secret' | readonly string[];

interface ItemRule {
  readonly name: string;
  readonly japanese: string;
  readonly kind: ItemKind;
}

const item = (name: string, japanese: string, kind: ItemKind): ItemRule => ({ name, japanese, kind });

/** On what legal footing we collect, and for whom (JAPAN-RULES.md 2: only a business may be collected for under a mandate). */
const collecting: readonly ItemRule[] = [
  item('settlementBasis', '債権譲渡・収納代行の別', ['receivable_purchase', 'collection_agency']),
  item('payeeKind', '受取人区分', ['business', 'individual']),
];

/** What each method's contract needs beside the merchant's own examination (CAPABILITIES.md RH, A13, K7). */
export const methodRequirements: Readonly<Record<PaymentMethod, readonly ItemRule[]>> = {
  paid: collecting,
  remittance: [item('purpose', '送金目的', 'text'), item('preliminaryExaminationPassedOn', '事前審査の通過日', 'date')],
  amazon_pay: [
    item('sellerCentralEmail', 'セラーセントラルのメールアドレス', 'email'),
    item('clientId', 'クライアントID', 'text'),
    item('sellerId', '出品者ID', 'text'),
    item('accessKeyId', 'アクセスキーID', 'text'),
    item('secretKey', 'シークレットキー', 'secret'),
    item('evidenceScreenshot', '設定画面のスクリーンショット', 'file_hash'),
  ],
  recruit: [item('recruitMerchantId', 'リクルート発行の加盟店ID', 'text')],
};

/** What opens somebody's account goes into the secret store and nowhere else; so does the address that it is opened under. */
export const isSecret = (kind: ItemKind): boolean => kind === 'secret' || kind === 'email';

/** The items that the method needs and the contract lacks. */
export const missingContractItems = ({
  method,
  items,
  secretItems,
}: Pick<MethodContract, 'method' | 'items' | 'secretItems'>): string[] =>
  methodRequirements[method]
    .filter(({ name }) => items[name] === undefined && !secretItems.includes(name))
    .map(({ name }) => name);

/** What is wrong with an item's value; undefined where nothing is. */
export function faultOf(kind: ItemKind, value: string): string | undefined {
  if (value.trim() === '' || value.length > 500 || /\p{Cc}/u.test(value)) return 'Must be one line of text.';
  switch (kind) {
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Must be an e-mail address.';
    case 'date':
      return isCivilDate(value) ? undefined : 'Must be a date of the calendar, YYYY-MM-DD.';
    case 'file_hash':
      return /^[0-9a-f]{64}$/.test(value) ? undefined : 'Must be the SHA-256 of the file.';
    case 'text':
    case 'secret':
      return undefined;
    default:
      return kind.includes(value) ? undefined : `Must be ${kind.join(' or ')}.`;
  }
}
