import { applicationOf, type BuyerRequest } from '../buyers/apply-for-credit.ts';
import type { BuyerEvent } from '../buyers/buyer.item.ts';
import { awaiting, type Buyer, peopleOf } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { Refusal } from '../shared/refusal.ts';
import { emailRegisteredText, memberResource } from './member.resource.ts';
import type { MemberPorts } from './member-ports.ts';
import { liveStatus } from './member-status.ts';
import type { MemberResource } from './members.contract.ts';

/** A member as its door leaves it, and who asks. */
export interface Entered {
  readonly buyer: Buyer;
  readonly people: People;
  readonly request: BuyerRequest;
}

export const openPeople = async ({ vault }: MemberPorts, buyer: Buyer): Promise<People> =>
  People.parse(await vault.open(peopleOf(buyer), buyer.people));

/** Writes a member as it is, and tells it. */
export function saveMember(
  ports: MemberPorts,
  { buyer, people, request }: Entered,
  { event, status = 201, notice = null }: { event: BuyerEvent; status?: 200 | 201; notice?: MemberResource['notice'] },
): Promise<Answer> {
  const { once, actor } = request;
  return ports.buyers.save({ buyer, event, once, actor, answer: told(ports, { buyer, people }, { status, notice }) });
}

/** Applies for a member: it is under review with its examination open, or nothing has happened. */
export async function submit(ports: MemberPorts, { buyer: registered, people, request }: Entered): Promise<Answer> {
  const { buyer, emailMac } = await applicationOf(ports, registered, people);
  return await ports.buyers.save({
    buyer,
    emailMac,
    event: 'buyer_application.submitted',
    once: request.once,
    actor: request.actor,
    answer: told(ports, { buyer, people }, { status: 201, notice: null }),
  });
}

/**
 * Applies as the door says, without anybody waiting for the outcome: where the address is registered for another company, the
 * member awaits its application with that error beside it, and the shop's staff sees what to do (CAPABILITIES.md P6).
 */
export async function submitOrWait(ports: MemberPorts, entered: Entered): Promise<Answer> {
  try {
    return await submit(ports, entered);
  } catch (error) {
    if (!isEmailRegistered(error)) throw error;
    const buyer = refusedBuyer(entered.buyer, instant(ports.clock));
    const request = { ...entered.request, actor: { ...entered.request.actor, providerAnswer: emailRegisteredText } };
    return await saveMember(ports, { ...entered, buyer, request }, { event: 'buyer_application.refused' });
  }
}

/**
 * Applies because somebody clicked: the refusal is theirs to read, and the member list keeps it beside the member, whose state
 * stays what it was (P6). Noted once, however often they click.
 */
export async function submitOrRefuse(ports: MemberPorts, entered: Entered): Promise<Answer> {
  try {
    return await submit(ports, entered);
  } catch (error) {
    if (!isEmailRegistered(error)) throw error;
    if (!entered.buyer.applicationError) await note(ports, entered);
    throw error;
  }
}

function note(ports: MemberPorts, { buyer: before, people, request }: Entered): Promise<Answer> {
  const at = instant(ports.clock);
  const buyer: Buyer = {
    ...before,
    applicationError: { code: 'BuyerEmailAlreadyRegistered', at },
    version: before.version + 1,
    updatedAt: at,
  };
  return ports.buyers.save({
    buyer,
    event: 'buyer_application.refused',
    actor: { ...request.actor, providerAnswer: emailRegisteredText },
    answer: told(ports, { buyer, people }, { status: 201, notice: null }),
  });
}

/** A member that is new (version 0) or known, waiting with its error. */
function refusedBuyer(before: Buyer, at: string): Buyer {
  const isWaiting = before.state === 'awaiting_application';
  const waits = isWaiting ? { ...before, version: before.version + 1, updatedAt: at } : awaiting(before, at);
  return { ...waits, applicationError: { code: 'BuyerEmailAlreadyRegistered', at } };
}

const isEmailRegistered = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'BuyerEmailAlreadyRegistered';

/** What was just written is what is shown: there is no account yet, or it is not asked for here. */
function told(
  { clock }: MemberPorts,
  { buyer, people }: Pick<Entered, 'buyer' | 'people'>,
  { status, notice }: { readonly status: 200 | 201; readonly notice: MemberResource['notice'] },
): Answer {
  const now = liveStatus(buyer, undefined, { today: businessDate(clock), at: instant(clock) });
  return answer(status, memberResource(buyer, people, { status: now, notice }));
}
