/** A failure that the person at the terminal can mend: one sentence that says what is wrong and what to do, without a stack. */
export class Sentence extends Error {
  override name = 'Sentence';
}

/** The words of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
