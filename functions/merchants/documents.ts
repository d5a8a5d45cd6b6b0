import type { Answer } from '../shared/answer.ts';
import { businessDateOf, plusDays } from '../shared/clock.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { checklistOf, missingItems } from './checklist.ts';
import type { MerchantDocument } from './document.ts';
import type { DecideDocument, ReceiveDocument } from './merchant.contract.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { assertState, changed, type Merchant, moveMerchant } from './merchant.ts';
import { type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';

const withDocument = (merchant: Merchant, document: MerchantDocument, at: string): Merchant =>
  changed(
    { ...merchant, documents: [...merchant.documents.filter(({ kind }) => kind !== document.kind), document] },
    at,
  );

/** Records a paper; one that replaces another has to be decided anew. */
export const receiveDocument = (
  ports: MerchantPorts,
  merchantId: string,
  given: ReceiveDocument,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, (merchant, at) => {
    assertState(merchant, 'a document', 'draft', 'submitted', 'screening');
    return { merchant: withDocument(merchant, { ...given, state: 'received', receivedAt: at }, at) };
  });

const decided = { accept: 'accepted', reject: 'rejected', waive: 'waived' } as const;

/** Accepts, rejects or waives a paper that the application needs. */
export const decideDocument = (
  ports: MerchantPorts,
  { merchantId, kind }: { readonly merchantId: string; readonly kind: string },
  { outcome, note }: DecideDocument,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(
    ports,
    merchantId,
    request,
    (merchant, at) => {
      const entry = checklistOf(merchant, businessDateOf(at)).find((one) => one.kind === kind);
      if (!entry || (!entry.document && outcome !== 'waive')) {
        throw refuseMerchant('DocumentNotFound', `The application has no document ${kind}.`);
      }
      assertState(merchant, 'a decision on a document', 'draft', 'submitted', 'screening');
      const { note: _, ...received } = entry.document ?? { kind: entry.kind };
      const by = { decidedBy: request.actor.by, decidedAt: at, ...(note === undefined ? {} : { note }) };
      return { merchant: withDocument(merchant, { ...received, ...by, state: decided[outcome] }, at) };
    },
    200,
  );

/** What the merchant is told to expect: two weeks, and two more where the purpose of remittances is examined (CAPABILITIES.md RH). */
const examinationDays = { ordinary: 14, remittance: 28 } as const;

const daysFor = ({ methods }: Merchant): number =>
  methods.includes('remittance') ? examinationDays.remittance : examinationDays.ordinary;

/** Submits the application, if nothing is missing; what is missing is named all at once. */
export const submitApplication = (
  ports: MerchantPorts,
  merchantId: string,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, (merchant, at) => {
    const submitted = moveMerchant(merchant, 'submitted', at, 'complete');
    const errors = missingItems(merchant, businessDateOf(at));
    if (errors.length > 0) {
      const detail = `Still needed: ${errors.map(({ pointer }) => pointer).join(', ')}.`;
      throw new Refusal({ ...portable(refuseMerchant('ApplicationIncomplete', detail)), errors });
    }
    const decideBy = plusDays(businessDateOf(at), daysFor(merchant));
    return { merchant: { ...submitted, decideBy }, event: 'merchant_application.submitted' };
  });
