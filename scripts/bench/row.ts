/** One line of docs/benchmarks.md. */
export interface Row {
  readonly metric: string;
  readonly flow: string;
  readonly value: string;
  readonly floor?: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

/** A value beside the most that it may be. */
export const atMost = (row: Omit<Row, 'value' | 'goal' | 'isMet'>, value: number, goal: number, unit = ''): Row => ({
  ...row,
  value: `${rounded(value)}${unit}`,
  goal: `≤ ${rounded(goal)}${unit}`,
  isMet: value <= goal,
});

/** A value beside the least that it should be. */
export const atLeast = (row: Omit<Row, 'value' | 'goal' | 'isMet'>, value: number, goal: number): Row => ({
  ...row,
  value: rounded(value),
  goal: `≥ ${rounded(goal)}`,
  isMet: value >= goal,
});

const rounded = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
