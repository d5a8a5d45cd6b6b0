import type { InvocationResult } from '../lambda/function.ts';

/** What a function says of a batch: everything failed, or these items did. */
export type BatchAnswer =
  | { readonly allFailed: true }
  | { readonly allFailed: false; readonly failedIds: readonly string[] };

/**
 * Reads `{"batchItemFailures": [{"itemIdentifier": id}]}`. Nothing, null and an empty list are success; an answer of another
 * form and an identifier that is not in the batch fail the whole batch (Lambda, "Reporting batch item failures").
 */
export function batchAnswer(
  result: InvocationResult,
  knownIds: ReadonlySet<string>,
  reportsFailures: boolean,
): BatchAnswer {
  if (result.functionError) return { allFailed: true };
  if (!reportsFailures) return { allFailed: false, failedIds: [] };
  const answer = JSON.parse(result.payload) as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return { allFailed: true };
  const ids = failures.map((failure: { itemIdentifier?: string } | null) => failure?.itemIdentifier ?? '');
  return ids.every((id) => knownIds.has(id)) ? { allFailed: false, failedIds: ids } : { allFailed: true };
}
