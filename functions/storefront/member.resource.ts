import type { Buyer } from '../buyers/buyer.ts';
import type { People } from '../buyers/company.ts';
import type { Text } from './credential-texts.ts';
import { type MemberStatus, memberLabels } from './member-status.ts';
import type { Lang, MemberResource } from './members.contract.ts';

const applyText: Text = { ja: '申請する', en: 'Apply' };

/** As the credit side words it, and whom to ask (CAPABILITIES.md P6). */
const emailRegistered: Text = {
  ja: '該当するメールアドレスはすでに登録済みです',
  en: 'This e-mail address is registered already.',
};
const supportDesk: Text = { ja: 'サポートデスクにお問い合わせください。', en: 'Ask the support desk.' };
export const emailRegisteredText = emailRegistered.ja;

/** What happened to an application where the member did not get the method (CAPABILITIES.md P5). */
export const cancelledNotice = {
  code: 'application_cancelled' as const,
  ja: '会員の決済方法に Paid が設定されていないため、申請を取り消しました。',
  en: 'Paid is not among the payment methods of this member, so the application was cancelled.',
};

/** A row of the member list. */
export function memberResource(
  buyer: Buyer,
  people: People,
  { status, lang = 'ja', notice = null }: Shown,
): MemberResource {
  const { contact } = people;
  const { state } = status;
  const { applicationError } = buyer;
  return {
    id: buyer.buyerId,
    reference: buyer.reference,
    companyName: buyer.company.name,
    contact: { familyName: contact.familyName, givenName: contact.givenName, email: contact.email },
    paymentMethods: buyer.paymentMethods,
    door: buyer.door ?? null,
    paidApplication: {
      code: state,
      text: memberLabels[state][lang],
      label: memberLabels[state],
      reason: status.reason,
      link:
        buyer.state === 'awaiting_application'
          ? { text: applyText[lang], method: 'POST', path: `/v1/storefront/members/${buyer.buyerId}/applications` }
          : null,
      error: applicationError
        ? {
            ...applicationError,
            text: emailRegistered[lang],
            nextStep: 'support_desk',
            nextStepText: supportDesk[lang],
          }
        : null,
    },
    notice,
    lastCheckedAt: status.checkedAt,
    version: buyer.version,
    createdAt: buyer.createdAt,
    updatedAt: buyer.updatedAt,
  };
}

interface Shown {
  readonly status: MemberStatus;
  readonly lang?: Lang;
  readonly notice?: MemberResource['notice'];
}
