import * as z from 'zod/mini';
import { type BureauBehaviour, bureauBehaviours } from './bureau-behaviours.ts';

/** What a counterparty shall do with its next inquiries. */
export const Scenario = z.object({
  id: z.string(),
  counterparty: z.literal('bureau'),
  behaviour: z.enum(Object.keys(bureauBehaviours) as [BureauBehaviour, ...BureauBehaviour[]]),
  times: z.int(),
  remaining: z.int(),
  match: z.object({ corporateNumber: z.optional(z.string()), name: z.optional(z.string()) }),
  createdAt: z.string(),
});
export type Scenario = z.infer<typeof Scenario>;

/** Everything that a scenario names must fit; one that names nothing fits everybody. A name fits when it is contained. */
export const fits = (
  { match }: Scenario,
  company: { readonly corporateNumber?: string | undefined; readonly name: string },
): boolean =>
  (match.corporateNumber === undefined || match.corporateNumber === company.corporateNumber) &&
  (match.name === undefined || company.name.includes(match.name));
