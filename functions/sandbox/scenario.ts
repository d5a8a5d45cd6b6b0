import * as z from 'zod/mini';
import { allBehaviours, counterparties } from './behaviours.ts';

/** What a counterparty shall do with its next inquiries or messages. */
export const Scenario = z.object({
  id: z.string(),
  counterparty: z.enum(counterparties),
  behaviour: z.enum(allBehaviours),
  times: z.int(),
  remaining: z.int(),
  match: z.object({
    corporateNumber: z.optional(z.string()),
    name: z.optional(z.string()),
    to: z.optional(z.string()),
  }),
  createdAt: z.string(),
});
export type Scenario = z.infer<typeof Scenario>;

/** Whom a counterparty is asked about, or asked to write to. */
export interface Subject {
  readonly corporateNumber?: string | undefined;
  readonly name?: string | undefined;
  readonly to?: string | undefined;
}

/** Everything that a scenario names must fit; one that names nothing fits everybody. A name or an address fits when it contains it. */
export const fits = ({ match }: Scenario, subject: Subject): boolean =>
  (match.corporateNumber === undefined || match.corporateNumber === subject.corporateNumber) &&
  (match.name === undefined || (subject.name ?? '').includes(match.name)) &&
  (match.to === undefined || (subject.to ?? '').includes(match.to));
