/**
 * Text that answers have in common, so that a stored answer keeps little more than its ids and figures: an order with its
 * proof stays under the kilobyte that DynamoDB charges by (PERFORMANCE.md M1). zlib looks at the end of it first.
 *
 * Never edit it: proofs written with it need it for as long as they are kept. A new wording is a new dictionary beside it.
 */
export const answerDictionary = Buffer.from(
  [
    '{"items":[],"nextCursor":null}',
    '"stateReason":"hold_expired","state":"cancelled","state":"partially_confirmed","state":"confirmed","nextActions":[]',
    '"nextActions":["confirm"],"carrier":null,"trackingNumber":null,"confirmedAt":"202',
    '"confirmations":[{"id":"cnf_","amount":000,"shippedOn":"202',
    '{"id":"ord_","reference":"PO-202","buyerId":"buy_01","method":"paid","state":"authorized","stateReason":null,',
    '"nextActions":["confirm","change_amount","cancel"],"lines":[{"description":"","quantity":1,"unitPrice":000,"taxRate":8,',
    '"taxIncluded":true},{"description":"","quantity":1,"unitPrice":000,"taxRate":10,"taxIncluded":true}],"amount":000,',
    '"amountConfirmed":0,"amountCancelled":0,"amountRemaining":000,"amountCredited":0,"shippingDueOn":null,',
    '"expiresOn":"202","confirmations":[],"version":1,"createdAt":"202","updatedAt":"202T:00.000Z"}',
  ].join(''),
);
