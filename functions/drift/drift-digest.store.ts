import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { openDriftOf, openDrifts } from './drift.item.ts';
import type { OpenDrift } from './drift-digest.ts';

/** Walks the drifts that are open: one partition of a sparse index, which is as long as people let it grow. */
export async function* walkOpenDrifts(table: Table): AsyncGenerator<OpenDrift> {
  let after: Item | undefined;
  do {
    const index = { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' };
    const page = await table.query({ index, partition: openDrifts, after });
    yield* page.items.map(openDriftOf);
    after = page.last;
  } while (after);
}
