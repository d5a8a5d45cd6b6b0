import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Merchant, Operator } from '../../test/support/sessions.ts';

/** Who is on stage. */
export interface Cast {
  readonly story: Narrator;
  readonly demo: Merchant;
  readonly staff: Operator;
}

type Cell = string | number;

export interface Narrator {
  title(title: string, where: string): void;
  chapter(name: string): void;
  say(...lines: readonly string[]): void;
  /** Claims that something is what the story says; the story ends where it is not. */
  check<Value>(claim: string, actual: Value, expected: Value): void;
  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void;
  end(): void;
}

/** `¥1,234,567`. */
export const yen = (amount: number): string => `¥${amount.toLocaleString('en-US')}`;

/** Tells a story on the terminal and counts what it has proved. */
export function narrator(print: (line: string) => void = console.log): Narrator {
  let chapters = 0;
  let checks = 0;
  return {
    title: (title, where) => print(`\n${title}\n${where}`),
    chapter(name) {
      chapters += 1;
      print(`\n${chapters}. ${name}`);
    },
    say: (...lines) => {
      for (const line of lines) print(line === '' ? '' : `   ${line}`);
    },
    check(claim, actual, expected) {
      const told = `${claim}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
      assert(isDeepStrictEqual(actual, expected), told);
      checks += 1;
      print(`   ✓ ${claim}`);
    },
    table(head, rows) {
      for (const line of tableLines(head, rows)) print(`     ${line}`);
    },
    end: () => print(`\nEvery one of ${checks} claims is true.`),
  };
}

/** Columns of equal width: numbers to the right, text to the left. */
function tableLines(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)));
  const widths = head.map((name, at) => Math.max(widthOf(name), ...texts.map((row) => widthOf(row[at] ?? ''))));
  const isNumber = head.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => padded(cell, widths[at] ?? 0, isNumber[at] ?? false))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...texts.map(line)];
}

function padded(text: string, width: number, toTheRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return toTheRight ? space + text : text + space;
}

/** On a terminal a kanji or a full-width kana takes two columns. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, letter) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(letter)
        ? 2
        : 1),
    0,
  );
