import type { BuyerRequest } from '../../functions/buyers/apply-for-credit.ts';
import { RegisterBuyer } from '../../functions/buyers/buyer.contract.ts';
import { type Buyer, peopleOf } from '../../functions/buyers/buyer.ts';
import type { Answer } from '../../functions/shared/answer.ts';
import { type OnceRequest, onceRequest } from '../../functions/shared/once.ts';
import type { Vault } from '../../functions/shared/vault.ts';

/** A request to register a buyer, as a merchant sends it. */
export const registration = (changes: Record<string, unknown> = {}, company: Record<string, unknown> = {}) => ({
  reference: 'C-0001',
  company: {
    name: '株式会社みなと商会',
    nameKana: 'ミナトショウカイ',
    postalCode: '231-0023',
    prefecture: '神奈川県',
    address1: '横浜市中区山下町',
    address2: '1-2-3',
    ...company,
  },
  representative: { familyName: '港', givenName: '太郎', familyNameKana: 'ミナト', givenNameKana: 'タロウ' },
  contact: {
    familyName: '浜',
    givenName: '花子',
    familyNameKana: 'ハマ',
    givenNameKana: 'ハナコ',
    email: 'hanako@minato.example.jp',
    phone: '045-123-4567',
  },
  ...changes,
});

/** The same, as it has passed its schema. */
export const validRegistration = (...of: Parameters<typeof registration>): RegisterBuyer =>
  RegisterBuyer.parse(registration(...of));

let sent = 0;
/** A request with a key of its own. */
export const once = (key = `key-${sent++}`, body: unknown = {}): OnceRequest => onceRequest('test', key, body);

/** A request of a merchant, with its own idempotency key. */
export const requestOf = (merchantId: string, of: OnceRequest = once()): BuyerRequest => ({
  merchantId,
  once: of,
  actor: { by: 'key_test', requestId: 'req_test' },
});

/** A registered buyer that waits for its application. */
export async function aBuyer(
  vault: Vault,
  changes: Partial<Buyer> = {},
  people: { readonly representative?: object; readonly contact?: object } = {},
): Promise<Buyer> {
  const { apply: _, representative, contact, ...given } = validRegistration(people);
  const id = { merchantId: changes.merchantId ?? 'mer_demo', buyerId: changes.buyerId ?? 'buy_1' };
  const at = '2026-04-01T00:00:00.000Z';
  return {
    ...given,
    ...id,
    people: await vault.seal(peopleOf(id), { representative, contact }),
    state: 'awaiting_application',
    stateReason: null,
    stateHistory: [{ state: 'awaiting_application', reason: null, at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

export const bodyOf = <Resource>(answer: Answer): Resource => JSON.parse(answer.body as string) as Resource;
