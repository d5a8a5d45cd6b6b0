import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import type { Buyer } from '../buyers/buyer.ts';
import { creditAccountKey } from '../buyers/credit-account.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { shownStatuses } from './list-members.ts';
import { memberResource } from './member.resource.ts';
import { openPeople } from './member-application.ts';
import type { MemberPorts } from './member-ports.ts';
import { liveStatus, type MemberStatus } from './member-status.ts';
import type { RefreshResource } from './members.contract.ts';

type RefreshRequest = Omit<BuyerRequest, 'actor'>;

/** Looks one member up and shows what is found from now on (CAPABILITIES.md P9). */
export async function refreshMember(ports: MemberPorts, buyerId: string, request: RefreshRequest): Promise<Answer> {
  const { merchantId, once } = request;
  const earlier = await ports.buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const buyer = await ports.buyers.get(merchantId, buyerId);
  const statuses = await live(ports, merchantId, [buyer]);
  const [status] = statuses;
  if (!status) throw new Error(`${buyerId} was looked up and has no status`);
  const told = answer(200, memberResource(buyer, await openPeople(ports, buyer), { status }));
  return await ports.statuses.save({ merchantId, statuses, once, answer: told });
}

/** The button that refreshes all members (B4): a page for each request, so that no shop is too large for it. */
export async function refreshMembers(
  ports: MemberPorts,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  { merchantId, once }: RefreshRequest,
): Promise<Answer> {
  const earlier = await ports.buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const { items, nextCursor } = await ports.buyers.list({ merchantId, limit, cursor });
  const before = await shownStatuses(ports, merchantId, items);
  const statuses = await live(ports, merchantId, items);
  const wasShown = new Map(before.map(({ buyer, shown }) => [buyer.buyerId, shown]));
  const lastCheckedAt = instant(ports.clock);
  const told: RefreshResource = {
    checked: statuses.length,
    changed: statuses.filter((status) => wasShown.get(status.buyerId)?.state !== status.state).length,
    counts: counted(statuses),
    lastCheckedAt,
    nextCursor,
  };
  const allCheckedAt = nextCursor === null ? lastCheckedAt : undefined;
  return await ports.statuses.save({ merchantId, statuses, allCheckedAt, once, answer: answer(200, told) });
}

async function live({ credit, clock }: MemberPorts, merchantId: string, buyers: readonly Buyer[]) {
  const accounts = await credit.accounts(buyers.map(({ buyerId }) => ({ merchantId, buyerId })));
  const byKey = new Map(accounts.map((account) => [account.SK, account]));
  const now = { today: businessDate(clock), at: instant(clock) };
  return buyers.map((buyer) => liveStatus(buyer, byKey.get(creditAccountKey(buyer).SK), now));
}

function counted(statuses: readonly MemberStatus[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of statuses) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
