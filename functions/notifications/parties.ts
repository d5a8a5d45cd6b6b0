import { type Buyer, peopleOf, reapplyOn } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import type { MerchantEvent } from '../events/event.ts';
import type { Vault } from '../shared/vault.ts';
import type { Addressee } from './letter.ts';
import type { Recipient } from './message.ts';
import type { Matter } from './template.ts';
import type { Locale } from './wording.ts';

/** What letters need of a merchant (functions/merchants/merchant.ts). */
export interface MerchantParty {
  readonly name: string;
  /** Empty where nobody has given one. */
  readonly contactEmail: string;
  readonly locale: Locale;
}

export interface PartyPorts {
  readonly vault: Vault;
  readonly merchants: { find(merchantId: string): Promise<MerchantParty | undefined> };
  readonly buyers: { get(merchantId: string, buyerId: string): Promise<Buyer> };
}

/** Whom a message can go to, and how it speaks to them. */
export interface Party {
  readonly addressee: Addressee;
  readonly locale: Locale;
  readonly email: string;
  /** A mobile number, where there is one: nothing else takes a text message. */
  readonly mobile: string;
}

export interface Parties {
  readonly matter: Matter;
  readonly of: Readonly<Partial<Record<Recipient, Party>>>;
}

/** Both sides of an event, and what it is about. Each side's personal data goes into its own party and not into the matter. */
export async function partiesOf(ports: PartyPorts, event: MerchantEvent): Promise<Parties> {
  const { merchantId } = event;
  const merchant = await ports.merchants.find(merchantId);
  if (!merchant) throw new Error(`${event.type} is of the merchant ${merchantId}, whom there is not`);
  const { name, contactEmail: email, locale } = merchant;
  const merchantParty: Party = { addressee: { company: name }, locale, email, mobile: '' };
  const buyerId = buyerOf(event);
  if (buyerId === undefined) return { matter: { event, merchant: { name } }, of: { merchant: merchantParty } };
  const buyer = await ports.buyers.get(merchantId, buyerId);
  const { company, reference } = buyer;
  return {
    matter: { event, merchant: { name }, buyer: { company: company.name, reference, reapplyOn: reapplyOn(buyer) } },
    of: { merchant: merchantParty, buyer: await buyerParty(ports.vault, buyer) },
  };
}

/** Events of orders name their buyer; those of a buyer and of its credit are about it. */
function buyerOf({ resourceId, data }: MerchantEvent): string | undefined {
  if (typeof data.buyerId === 'string') return data.buyerId;
  return resourceId.startsWith('buy_') ? resourceId : undefined;
}

async function buyerParty(vault: Vault, buyer: Buyer): Promise<Party> {
  const { contact } = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return {
    addressee: { company: buyer.company.name, person: contact },
    locale: buyer.locale ?? 'ja',
    email: contact.email,
    mobile: isMobile(contact.phone) ? contact.phone : '',
  };
}

/** 070, 080 and 090 are mobile in Japan's numbering plan; 050 is IP telephony and takes no text messages. */
const isMobile = (phone: string): boolean => /^(?:\+81\D*0?|0)[789]0/.test(phone.normalize('NFKC'));
