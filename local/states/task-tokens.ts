import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import type { TaskAnswer } from './store.ts';

interface Pending {
  answer(answer: TaskAnswer): void;
  beat(): void;
}

/** The task tokens that wait for an answer. */
export interface TaskTokens {
  create(executionArn: string): string;
  /** Says that answers to this token will be taken once its task is there; they wait until then. */
  reserve(token: string): void;
  /** Takes the answers to a token until closed. */
  open(token: string, pending: Pending): () => void;
  answer(token: string, answer: TaskAnswer): void;
  beat(token: string): void;
}

const prefix = 'AQCMAAAAKgAAAAM';

export function createTaskTokens(): TaskTokens {
  const pending = new Map<string, Pending>();
  const reserved = new Map<string, TaskAnswer | undefined>();
  const find = (token: string): Pending => {
    if (!token.startsWith(prefix)) throw new AwsError('InvalidToken', `Invalid Token: '${token.slice(0, 80)}'`);
    const found = pending.get(token);
    if (!found) throw new AwsError('TaskTimedOut', 'Task Timed Out: the task is over, or its execution is.');
    return found;
  };
  return {
    create: (executionArn) =>
      prefix + Buffer.from(JSON.stringify({ e: executionArn, t: randomUUID() })).toString('base64url'),
    reserve: (token) => void reserved.set(token, undefined),
    open(token, it) {
      pending.set(token, it);
      const early = reserved.get(token);
      reserved.delete(token);
      if (early) it.answer(early);
      return () => pending.delete(token);
    },
    answer(token, answer) {
      if (reserved.has(token) && !reserved.get(token)) reserved.set(token, answer);
      else find(token).answer(answer);
    },
    beat(token) {
      if (!reserved.has(token)) find(token).beat();
    },
  };
}
