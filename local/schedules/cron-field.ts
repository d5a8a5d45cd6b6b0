/** What one field of a cron expression allows. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  /** `?` or `*`: the field does not restrict. */
  readonly isAny: boolean;
}

export interface FieldRange {
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on (JAN, SUN). */
  readonly names?: readonly string[];
}

/** Reads `5`, `1-5`, `MON-FRI`, `0/15`, `*\/10`, `1,15`, `*` and `?`. */
export function parseCronField(text: string, range: FieldRange): CronField {
  if (text === '*' || text === '?') return { values: new Set(span(range.min, range.max, 1)), isAny: true };
  const values = text.split(',').flatMap((part) => {
    const [base = '', step] = part.split('/');
    const [first = '', last] = base.split('-');
    const from = first === '*' ? range.min : numberIn(first, range);
    const to = last !== undefined ? numberIn(last, range) : first === '*' || step !== undefined ? range.max : from;
    return span(from, to, step === undefined ? 1 : Number(step));
  });
  for (const value of values) {
    if (!(value >= range.min && value <= range.max)) throw new Error(`${text} is outside ${range.min}-${range.max}`);
  }
  return { values: new Set(values), isAny: false };
}

function numberIn(text: string, { min, names = [] }: FieldRange): number {
  const index = names.indexOf(text.toUpperCase());
  const value = index >= 0 ? index + min : Number(text);
  if (!Number.isInteger(value)) throw new Error(`${text} is no value of a cron field`);
  return value;
}

function span(from: number, to: number, step: number): number[] {
  if (!(step >= 1)) throw new Error(`${step} is no step of a cron field`);
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}
