import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, type marshallOptions, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item, Key } from './page.ts';

/** What must hold for a write to happen. Names and values are those of the expression. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** One change of one item. No two writes of a transaction may meet on one item (DynamoDB refuses that). */
export type Write =
  | { readonly table: string; readonly put: Item; readonly condition?: Condition }
  | { readonly table: string; readonly update: Key; readonly change: Condition; readonly condition?: Condition }
  | { readonly table: string; readonly check: Key; readonly condition: Condition }
  | { readonly table: string; readonly remove: Key; readonly condition?: Condition };

/** The item must be new. */
export const isNew: Condition = { expression: 'attribute_not_exists(PK)' };

/** The item must still be at the version that was read. */
export const atVersion = (version: number): Condition => ({
  expression: '#version = :previousVersion',
  names: { '#version': 'version' },
  values: { ':previousVersion': version },
});

/** A condition did not hold. `found[n]` is what the n-th write met there (undefined where its own condition held). */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  readonly found: readonly ({ readonly item: Item | undefined } | undefined)[];
  constructor(found: WriteRefused['found'], cause: unknown) {
    super(`conditions refused: ${found.flatMap((one, at) => (one ? [at] : [])).join(', ')}`, { cause });
    this.found = found;
  }
}

/** Whether the write went through; false where a condition was refused, because somebody else has done it or moved on. */
export async function unlessRefused(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof WriteRefused) return false;
    throw error;
  }
}

/** Other transactions held one of the items at every try. Nothing was written; the same request may be sent again. */
export class WriteContended extends Error {
  override readonly name = 'WriteContended';
  /** The writes (by their place) whose items were held. */
  readonly held: readonly number[];
  constructor(held: readonly number[], cause: unknown) {
    super('other transactions were in the way', { cause });
    this.held = held;
  }
}

export function transactItem(write: Write, options: marshallOptions): TransactWriteItem {
  const change = 'change' in write ? write.change : undefined;
  const names = { ...change?.names, ...write.condition?.names };
  const values = { ...change?.values, ...write.condition?.values };
  const common = {
    TableName: write.table,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...(write.condition ? { ConditionExpression: write.condition.expression } : {}),
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: marshall(values, options) } : {}),
  };
  if ('put' in write) return { Put: { ...common, Item: marshall(write.put, options) } };
  if ('update' in write) {
    return { Update: { ...common, Key: marshall(write.update), UpdateExpression: write.change.expression } };
  }
  if ('check' in write) {
    return {
      ConditionCheck: { ...common, Key: marshall(write.check), ConditionExpression: write.condition.expression },
    };
  }
  return { Delete: { ...common, Key: marshall(write.remove) } };
}

interface Reason {
  readonly Code?: string;
  readonly Item?: Parameters<typeof unmarshall>[0];
}

/**
 * Turns DynamoDB's two ways to say "a condition did not hold" into one; anything else is left as it is. Where another
 * transaction holds one of the items besides, nothing is decided yet: it may be the same request's own first try, committed on
 * one item and not yet on the next, and a repeat must not be refused for what it did itself. Such a write is sent again.
 */
export function refusedWrites(error: unknown, count: number): WriteRefused | undefined {
  if (!(error instanceof Error)) return undefined;
  const met = (reason: Reason) => ({ item: reason.Item && unmarshall(reason.Item) });
  if (error.name === 'ConditionalCheckFailedException') return new WriteRefused([met(error as Reason)], error);
  if (error.name !== 'TransactionCanceledException') return undefined;
  const reasons = (error as { CancellationReasons?: readonly Reason[] }).CancellationReasons ?? [];
  const codes = new Set(reasons.map((reason) => reason.Code));
  if (!codes.has('ConditionalCheckFailed') || codes.intersection(passing).size > 0) return undefined;
  const found = Array.from({ length: count }, (_, at) => reasons[at] ?? {});
  return new WriteRefused(
    found.map((reason) => (reason.Code === 'ConditionalCheckFailed' ? met(reason) : undefined)),
    error,
  );
}

/** Why a transaction was cancelled that may go through the next time, by the codes of its reasons. */
const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const conflictTriesMax = 6;
const conflictDelayMs = 25;

/** AWS SDKs do not retry a transaction that another one got in the way of; we do, with full jitter (PERFORMANCE.md 1). */
export async function retryingConflicts(attempt: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const held = heldItems(error);
      if (!held) throw error;
      if (tries === conflictTriesMax) throw new WriteContended(held, error);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * conflictDelayMs * 2 ** (tries - 1)));
  }
}

/** The places of the writes that met another transaction, or undefined when the error says something else. */
function heldItems(error: unknown): number[] | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TransactionConflictException' || error.name === 'TransactionInProgressException') return [0];
  const reasons = (error as { CancellationReasons?: readonly Reason[] }).CancellationReasons ?? [];
  const held = reasons.flatMap((reason, at) => (passing.has(reason.Code ?? '') ? [at] : []));
  return held.length > 0 ? held : undefined;
}
