/** What the credit bureau is asked about a large order before it is authorized. */
export interface OrderQuestion {
  /** Ours, one per order: asking again under it is the same check, and never a second one. */
  readonly checkId: string;
  readonly company: { readonly name: string; readonly corporateNumber?: string | undefined };
  readonly amount: number;
}

/** Nothing speaks against it, a person should look at it, or it must not be sold on credit. */
export type CheckOutcome = 'clear' | 'watch' | 'stop';

export interface OrderCheck {
  readonly outcome: CheckOutcome;
  /** The answer in the bureau's own words, for the audit trail. */
  readonly said: string;
}

/**
 * The port to the bureau. Both calls may refuse with BureauUnavailable, which says nothing about what the bureau did, or with
 * BureauRejected, which needs a person.
 */
export interface OrderBureau {
  ask(question: OrderQuestion): Promise<OrderCheck>;
  /** The answer to a question that was asked, or undefined when the bureau knows of none. */
  inquire(checkId: string): Promise<OrderCheck | undefined>;
}
