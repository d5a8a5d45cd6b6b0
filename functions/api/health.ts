import { type Answer, answer } from '../shared/answer.ts';
import { refuseApi } from './api.refusals.ts';

/** What the service cannot work without: each looks at its own part, and throws when it does not answer. */
export type Vitals = Readonly<Record<string, () => Promise<unknown>>>;

/** Ready when everything answers. What is missing is named in the log, not to the caller. */
export async function checkHealth(vitals: Vitals): Promise<Answer> {
  const looks = Object.entries(vitals).map(async ([name, look]) => {
    try {
      await look();
    } catch (cause) {
      throw new Error(`${name} does not answer`, { cause });
    }
  });
  try {
    await Promise.all(looks);
  } catch (cause) {
    throw refuseApi('NotReady', 'A part of the service does not answer.', {}, cause);
  }
  return answer(200, { status: 'ok' });
}
