/**
 * An event waiting to be told. It is an attribute `outbox` of the item whose change it tells, so that it is written in that
 * item's own write and costs no other one; the table's stream carries it on (ARCHITECTURE.md section 3, Outbox).
 */
export interface OutboxEvent {
  /** Follows from the resource and its version: a repeat tells the same event. */
  readonly id: string;
  /** Dotted, from the list in API.md section 8: `order.authorized`. */
  readonly type: string;
  readonly resourceId: string;
  /** The resource's version after the change: per resource, events are told in this order. */
  readonly sequence: number;
  readonly occurredAt: string;
}
