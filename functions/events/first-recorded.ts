import type { RecordedEvents } from './recorded-event.ts';

/**
 * The position of the first event that was recorded at the instant or later; one more than the latest when there is none. Times
 * of recording grow with the positions, and positions have no gaps: a binary search reads twenty events of a million.
 */
export async function firstRecordedFrom(
  events: Pick<RecordedEvents, 'at' | 'latest'>,
  merchantId: string,
  instant: string,
): Promise<number> {
  let low = 1;
  let high = (await events.latest(merchantId)) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const event = await events.at(merchantId, middle);
    if (!event) throw new Error(`the events of ${merchantId} have a gap at ${middle}`);
    if (event.recordedAt >= instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
