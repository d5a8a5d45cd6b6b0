import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import { type Door, paid } from '../buyers/buyer.ts';
import { newBuyer } from '../buyers/register-buyer.ts';
import type { Answer } from '../shared/answer.ts';
import { type Entry, entryState } from './entry-state.ts';
import { saveMember, submitOrWait } from './member-application.ts';
import type { MemberPorts } from './member-ports.ts';
import type { CreateMember } from './members.contract.ts';
import type { ShopRules } from './settings.ts';
import { refuseStorefront } from './storefront.refusals.ts';

/** Doors 1 and 2: a member that the shop has not had before (CAPABILITIES.md P3). */
export async function createMember(ports: MemberPorts, form: CreateMember, request: BuyerRequest): Promise<Answer> {
  const { merchantId } = request;
  const entry = entryOf(form, await ports.shop.rules(merchantId));
  const { door: by, tickedPaid: _t, status: _s, ...given } = form;
  const door: Door = by === 'registration' ? 'registration' : 'staff_creation';
  const of = { ...given, merchantId, door, paymentMethods: [...entry.methods], version: entry.applies ? 0 : 1 };
  const buyer = await newBuyer(ports, of, entry.applies ? 'awaiting_application' : entry.state);
  const entered = { buyer, people: { representative: given.representative, contact: given.contact }, request };
  return entry.applies
    ? await submitOrWait(ports, entered)
    : await saveMember(ports, entered, {
        event: entry.state === 'awaiting_application' ? 'buyer_application.awaiting' : 'buyer.registered',
      });
}

function entryOf(form: CreateMember, rules: ShopRules): Entry {
  const { door, tickedPaid: ticked, status, paymentMethods } = form;
  if (!rules.connected) return entryWithoutMethod(form);
  const shown = rules.enableForNewMembers ? [paid] : [];
  if (door === 'registration') return entryState('registration', rules, { methods: paymentMethods ?? [], ticked });
  if (status === 'none') return { state: 'not_applied', methods: paymentMethods ?? shown, applies: false };
  return entryState('staff_creation', rules, { methods: paymentMethods ?? [paid] });
}

/** A shop whose credentials do not work has members all the same; only the method is not to be had. */
function entryWithoutMethod({ door, tickedPaid, status, paymentMethods = [] }: CreateMember): Entry {
  const asksForIt = door === 'registration' ? tickedPaid === true : status === 'awaiting_application';
  if (asksForIt) throw notConnected();
  return { state: 'not_applied', methods: paymentMethods, applies: false };
}

export const notConnected = () =>
  refuseStorefront(
    'StorefrontNotConnected',
    'Save a merchant id of your own with its API auth code in the settings first.',
  );
