import type { CreditRelationResource } from './credit.contract.ts';
import type { RelationChange } from './credit-relation.ts';

/** A relation and its facility as operators see them. */
export function creditRelationResource({
  buyer,
  facility,
}: Pick<RelationChange, 'buyer' | 'facility'>): CreditRelationResource {
  const { facilityId, examinationId, limit, startsOn, endsOn, state, stateReason, holds, version } = facility;
  return {
    merchantId: buyer.merchantId,
    buyerId: buyer.buyerId,
    companyName: buyer.company.name,
    state: buyer.state,
    stateReason: buyer.stateReason,
    facility: {
      ...{ id: facilityId, examinationId, limit, startsOn, endsOn, state, stateReason, version },
      holds: holds.map((hold) => ({ ...hold })),
    },
  };
}
