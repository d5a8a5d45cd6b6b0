import type { Wording } from '../shared/packed-proofs.ts';
import { answerWords2 } from './answer-words-2.ts';
import type { Order } from './order.ts';

/**
 * The words of the answers since a credit note tells the code of its reason, which stands at its end: a note's part goes without
 * its closing brace, so that it is found in the answers from before as well. What words are for stands in answer-words.ts.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 */
export function answerWords3(order: Order, paymentNumber: string): Wording {
  const { text, parts = [] } = answerWords2(order, paymentNumber);
  const notesFrom = parts.length - (order.credits ?? []).length;
  return { text, parts: parts.map((part, at) => (at < notesFrom ? part : part.slice(0, -'}'.length))) };
}
