import { lazy } from './lazy.ts';

/**
 * Shift_JIS as Windows writes it (Windows-31J: with ①, ㈱ and 髙), by the table that WHATWG's Encoding standard and Node decode
 * with. Node has no encoder for it, so the table is read backwards once.
 */
const codes = lazy(() => {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    // The first code of a character is the one that writers use, but NEC's copies of IBM's characters (leads 0xED and 0xEE) are
    // only read (WHATWG Encoding, Shift_JIS encoder).
    if (!text.includes('\ufffd') && [...text].length === 1 && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte <= 0xff; byte++) add([byte]);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead === 0xed || lead === 0xee) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) add([lead, trail]);
  }
  return table;
});

/** Fatal: bytes that are no Shift_JIS throw. */
export const fromShiftJis = (bytes: Uint8Array): string => new TextDecoder('shift_jis', { fatal: true }).decode(bytes);

/** What Shift_JIS cannot write becomes 〓 (geta), as printers do: a reader sees that something is missing. */
const missing = '〓';

/** Text in Shift_JIS. */
export function toShiftJis(text: string): Uint8Array {
  const table = codes();
  const geta = table.get(missing) ?? [];
  return Uint8Array.from([...text].flatMap((character) => table.get(character) ?? geta));
}
