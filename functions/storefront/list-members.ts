import type { Buyer, BuyerState } from '../buyers/buyer.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { memberResource } from './member.resource.ts';
import { openPeople } from './member-application.ts';
import type { MemberPorts } from './member-ports.ts';
import { type MemberStatus, shownStatus } from './member-status.ts';
import type { Lang } from './members.contract.ts';

export interface MemberList {
  readonly merchantId: string;
  readonly status?: BuyerState | undefined;
  readonly lang: Lang;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How many pages one call looks through for members in a status before it hands out a cursor. */
const pagesMax = 10;

/** The member list, by what it shows: the status of the latest refresh or push, not the live one (CAPABILITIES.md B2, P9). */
export async function listMembers(ports: MemberPorts, asked: MemberList): Promise<Answer> {
  const { merchantId, status, lang, limit } = asked;
  const found: { readonly buyer: Buyer; readonly shown: MemberStatus }[] = [];
  let cursor = asked.cursor;
  let nextCursor: string | null = null;
  for (let pages = 0; pages < pagesMax && found.length < limit; pages++) {
    // Asked for no more than are missing, so that a page of ours ends where one of theirs does.
    const page = await ports.buyers.list({ merchantId, limit: limit - found.length, cursor });
    const shown = await shownStatuses(ports, merchantId, page.items);
    found.push(...shown.filter((one) => status === undefined || one.shown.state === status));
    nextCursor = page.nextCursor;
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  const items = await Promise.all(
    found.map(async ({ buyer, shown }) =>
      memberResource(buyer, await openPeople(ports, buyer), { status: shown, lang }),
    ),
  );
  return answer(200, { items, nextCursor });
}

/** One member, as the list shows it. */
export async function readMember(
  ports: MemberPorts,
  { merchantId, buyerId, lang }: Pick<MemberList, 'merchantId' | 'lang'> & { readonly buyerId: string },
): Promise<Answer> {
  const buyer = await ports.buyers.get(merchantId, buyerId);
  const [people, refreshed] = await Promise.all([openPeople(ports, buyer), ports.statuses.of(merchantId, [buyerId])]);
  const member = memberResource(buyer, people, { status: shownStatus(buyer, refreshed[0]), lang });
  return answer(200, member);
}

/** What the list shows of each of these buyers. */
export async function shownStatuses(
  ports: Pick<MemberPorts, 'statuses'>,
  merchantId: string,
  buyers: readonly Buyer[],
) {
  const refreshed = await ports.statuses.of(
    merchantId,
    buyers.map(({ buyerId }) => buyerId),
  );
  const byId = new Map(refreshed.map((status) => [status.buyerId, status]));
  return buyers.map((buyer) => ({ buyer, shown: shownStatus(buyer, byId.get(buyer.buyerId)) }));
}
