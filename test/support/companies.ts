import { randomInt } from 'node:crypto';
import type { BuyerResource } from '../../functions/buyers/buyer.contract.ts';
import { checkDigit } from '../../functions/screening/corporate-number.ts';

type Applicant = Pick<BuyerResource, 'reference' | 'company' | 'representative' | 'contact'> & {
  readonly requestedCreditLimit?: number;
  readonly closingDay?: BuyerResource['closingDay'];
  readonly apply?: boolean;
};

/** What a test says of a company; the rest is made up. */
export interface About {
  readonly name?: string;
  readonly nameKana?: string;
  readonly corporateNumber?: string;
  readonly representative?: Partial<BuyerResource['representative']>;
  readonly email?: string;
  readonly reference?: string;
  readonly requestedCreditLimit?: number;
  readonly apply?: boolean;
}

/** A corporate number (法人番号) of twelve digits with its check digit. */
export const corporateNumber = (base: string): string => `${checkDigit(base)}${base}`;

/** Nobody's number yet, and none that the sandbox's bureau has something special to say of. */
const freshCorporateNumber = (): string => corporateNumber(`70${randomInt(1_000_000_000, 10_000_000_000)}`);

const towns = [
  ['東京都', '150-0002', '渋谷区', '渋谷2-21-1'],
  ['大阪府', '530-0001', '大阪市北区', '梅田3-1-3'],
  ['愛知県', '450-0002', '名古屋市中村区', '名駅4-7-1'],
  ['福岡県', '812-0012', '福岡市博多区', '博多駅中央街1-1'],
  ['北海道', '060-0005', '札幌市中央区', '北五条西2-5'],
] as const;

/** Shops and suppliers as a wholesaler has them: 株式会社, 有限会社, ㈱ before or after. */
const trades = [
  ['株式会社青葉商店', 'アオバショウテン'],
  ['有限会社みなと青果', 'ミナトセイカ'],
  ['㈱あさひ珈琲', 'アサヒコーヒー'],
  ['さくら製菓株式会社', 'サクラセイカ'],
  ['合同会社北斗文具', 'ホクトブング'],
] as const;

let made = 0;

/** A company that applies for credit, unlike every other one; ready to be sent to `POST /v1/buyers`. */
export function aCompany(about: About = {}): Applicant {
  made += 1;
  const unique = `${Date.now().toString(36)}${made}`;
  const [prefecture, postalCode, address1, address2] = pick(towns, made);
  const [tradeName, tradeKana] = pick(trades, made);
  return {
    reference: about.reference ?? `C-${unique}`,
    company: {
      name: about.name ?? tradeName,
      nameKana: about.nameKana ?? tradeKana,
      corporateNumber: about.corporateNumber ?? freshCorporateNumber(),
      postalCode,
      prefecture,
      address1,
      address2,
    },
    representative: { ...president, ...about.representative },
    contact: { ...clerk, email: about.email ?? `keiri-${unique}@example.co.jp`, phone: '03-6712-3456' },
    ...(about.requestedCreditLimit === undefined ? {} : { requestedCreditLimit: about.requestedCreditLimit }),
    apply: about.apply ?? true,
  };
}

const president = { familyName: '田中', givenName: '健一', familyNameKana: 'タナカ', givenNameKana: 'ケンイチ' };
const clerk = { familyName: '髙橋', givenName: '美咲', familyNameKana: 'タカハシ', givenNameKana: 'ミサキ' };

function pick<One>(some: readonly One[], at: number): One {
  const found = some[at % some.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
