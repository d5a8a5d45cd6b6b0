import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { MerchantEvent } from './event.ts';

export interface EventPage {
  readonly events: readonly MerchantEvent[];
  /** Where each event stands, to go on after it. */
  readonly places: readonly Item[];
  /** Absent at the end. */
  readonly last?: Item;
}

export type EventStore = ReturnType<typeof eventStore>;

const partitionOf = (merchantId: string): string => `MERCHANT#${merchantId}`;
const prefix = 'EVENT#';

/** In order of occurrence; two changes of one resource in one millisecond are in order of their sequence. */
const eventKey = ({ merchantId, occurredAt, sequence, id }: MerchantEvent) => ({
  PK: partitionOf(merchantId),
  SK: `${prefix}${occurredAt}#${String(sequence).padStart(10, '0')}#${id}`,
});

/** The index leads from the id of an event to its place. */
const idKeys = ({ merchantId, id }: Pick<MerchantEvent, 'merchantId' | 'id'>) => ({
  GSI1PK: `${partitionOf(merchantId)}#EVENT#${id}`,
  GSI1SK: 'EVENT',
});

/** Events of the Transactions table. They are written once and never changed. */
export const eventStore = (table: Table) => ({
  /** An event's key follows from what it tells, and it always tells the same: one that arrives again is recorded once. */
  record: (events: readonly MerchantEvent[]): Promise<void> => {
    const items = events.map((event) => ({ ...eventKey(event), ...event, ...idKeys(event) }));
    return table.putAll([...new Map(items.map((item) => [`${item.PK} ${item.SK}`, item])).values()]);
  },
  /** Where an event stands; undefined when this merchant has none with this id. */
  placeOf: async (merchantId: string, id: string): Promise<Item | undefined> => {
    const index = { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' };
    const page = await table.query({ index, partition: idKeys({ merchantId, id }).GSI1PK, limit: 1 });
    const [found] = page.items;
    return found && placeOf(found);
  },
  page: async (merchantId: string, limit: number, after: Item | undefined): Promise<EventPage> => {
    const page = await table.query({ partition: partitionOf(merchantId), prefix, limit, after });
    return {
      events: page.items.map((item) => MerchantEvent.parse(item)),
      places: page.items.map(placeOf),
      ...(page.last ? { last: page.last } : {}),
    };
  },
});

const placeOf = ({ PK, SK }: Item): Item => ({ PK, SK });
