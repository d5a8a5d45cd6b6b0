import { StateFailure } from './failure.ts';
import { type Json, textBytes } from './json.ts';

/** "Maximum input or result data size for a task, state, or execution: 256 KiB as a UTF-8 encoded string" (service quotas). */
export const payloadLimit = 262_144;

export const isTooLarge = (text: string): boolean => textBytes(text, payloadLimit) > payloadLimit;

/** Refuses what is larger than a payload may be, and gives back its text. */
export function limitedText(value: Json, what: string): string {
  const text = JSON.stringify(value);
  if (isTooLarge(text)) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `${what} has a size exceeding the maximum number of bytes service limit.`,
    );
  }
  return text;
}
