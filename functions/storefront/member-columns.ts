import type { Column } from '../shared/csv.ts';

const column = <const Name extends string>(name: Name, heading: string): Column<Name> => ({
  name,
  headings: [heading, name],
});

/** The columns of a file of members, as shop platforms have them; each also under an English heading (CAPABILITIES.md B3). */
export const memberColumns = [
  { ...column('reference', '会員番号'), isRequired: true },
  column('companyName', '会社名'),
  column('companyNameKana', '会社名カナ'),
  column('corporateNumber', '法人番号'),
  column('postalCode', '郵便番号'),
  column('prefecture', '都道府県'),
  column('address1', '住所1'),
  column('address2', '住所2'),
  column('address3', '住所3'),
  column('establishedOn', '設立年月日'),
  column('annualSales', '年商'),
  column('industry', '業種'),
  column('representativeFamilyName', '代表者姓'),
  column('representativeGivenName', '代表者名'),
  column('representativeFamilyNameKana', '代表者姓カナ'),
  column('representativeGivenNameKana', '代表者名カナ'),
  column('contactFamilyName', '担当者姓'),
  column('contactGivenName', '担当者名'),
  column('contactFamilyNameKana', '担当者姓カナ'),
  column('contactGivenNameKana', '担当者名カナ'),
  column('email', 'メールアドレス'),
  column('phone', '電話番号'),
  column('requestedCreditLimit', '希望限度額'),
  column('closingDay', '締日'),
  column('paymentMethods', '決済方法'),
  column('paidApplication', 'Paid申請'),
] as const;

export type MemberColumn = (typeof memberColumns)[number]['name'];
export type MemberCells = Readonly<Partial<Record<MemberColumn, string>>>;

/** Where in a registration each column goes (a JSON Pointer, by which errors find their way back). */
export const pointerOfColumn: Readonly<Partial<Record<MemberColumn, string>>> = {
  reference: '/reference',
  companyName: '/company/name',
  companyNameKana: '/company/nameKana',
  corporateNumber: '/company/corporateNumber',
  postalCode: '/company/postalCode',
  prefecture: '/company/prefecture',
  address1: '/company/address1',
  address2: '/company/address2',
  address3: '/company/address3',
  establishedOn: '/company/establishedOn',
  annualSales: '/company/annualSales',
  industry: '/company/industry',
  representativeFamilyName: '/representative/familyName',
  representativeGivenName: '/representative/givenName',
  representativeFamilyNameKana: '/representative/familyNameKana',
  representativeGivenNameKana: '/representative/givenNameKana',
  contactFamilyName: '/contact/familyName',
  contactGivenName: '/contact/givenName',
  contactFamilyNameKana: '/contact/familyNameKana',
  contactGivenNameKana: '/contact/givenNameKana',
  email: '/contact/email',
  phone: '/contact/phone',
  requestedCreditLimit: '/requestedCreditLimit',
  closingDay: '/closingDay',
  paymentMethods: '/paymentMethods',
};

/** The heading under which people know a column. */
export const headingOf = (name: MemberColumn): string =>
  memberColumns.find((one) => one.name === name)?.headings[0] ?? name;

/** The heading of the column that a wrong field came from. */
export function headingAt(pointer: string): string {
  const found = memberColumns.find(({ name }) => {
    const place = pointerOfColumn[name];
    return place !== undefined && (pointer === place || pointer.startsWith(`${place}/`));
  });
  return found?.headings[0] ?? pointer;
}
