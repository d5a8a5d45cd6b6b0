import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import { answerDictionary } from './answer-dictionary.ts';
import type { Proof } from './once.ts';

/** Of the layout below. Another layout gets another number, and this one stays readable as long as proofs are kept. */
const layout = 1;
const headBytes = 2;
const hashBytes = 16;
const recordBytes = 2 * hashBytes + 2;
const proofsMax = 255;

/** What is stored beside the proofs and has most of the answers' words in it, such as the item that they are part of. */
export interface Wording {
  readonly text: string;
  /** Parts of the text that answers say in full. zlib looks back 32 kilobytes only: however long these are, they cost nothing. */
  readonly parts?: readonly string[];
}

/**
 * Proofs as they are stored: a record each (hash of the key, hash of the body, status), then all answers, deflated together
 * against their wording: an answer costs little more than what it alone says, so that an order stays under a kilobyte
 * (PERFORMANCE.md M1), and far below the 400 kilobytes of an item even after a hundred shipments.
 * zlib checks the wording as well as the answers, so that a replay is the first answer or an error.
 */
export function packProofs(proofs: readonly Proof[], wording: Wording = { text: '' }): Uint8Array {
  const records = proofs.map(({ key, body, status }) => {
    const record = Buffer.alloc(recordBytes);
    const isWritten = record.write(key, 'base64url') + record.write(body, hashBytes, 'base64url') === 2 * hashBytes;
    assert(isWritten, 'a request is known by two hashes of 128 bits');
    record.writeUInt16BE(status, 2 * hashBytes);
    return record;
  });
  assert(proofs.length <= proofsMax, 'one byte says how many proofs there are');
  const answers = proofs.map(({ answer }) => answer).join('\n');
  assert.equal(answers.split('\n').length, Math.max(1, proofs.length), 'an answer is JSON in one line');
  const options = { dictionary: dictionaryOf(wording), level: 9, memLevel: 9 };
  return Buffer.concat([
    Buffer.of(layout, proofs.length),
    ...records,
    deflateSync(shortened(answers, wording), options),
  ]);
}

export function unpackProofs(packed: Uint8Array, wording: Wording = { text: '' }): Proof[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  assert.equal(bytes[0], layout, 'the layout of proofs that this version knows');
  const answersAt = headBytes + (bytes[1] ?? 0) * recordBytes;
  const stored = inflateSync(bytes.subarray(answersAt), { dictionary: dictionaryOf(wording) }).toString();
  const answers = inFull(stored, wording).split('\n');
  return Array.from({ length: bytes[1] ?? 0 }, (_, at) => {
    const record = bytes.subarray(headBytes + at * recordBytes, headBytes + (at + 1) * recordBytes);
    return {
      key: record.toString('base64url', 0, hashBytes),
      body: record.toString('base64url', hashBytes, 2 * hashBytes),
      status: record.readUInt16BE(2 * hashBytes),
      answer: answers[at] ?? '',
    };
  });
}

/** JSON never holds this character as it is (RFC 8259, section 7), so that it can stand around the number of a part. */
const mark = '\0';

/** Only objects and arrays are replaced: a part that is a figure would be met again in the numbers of the others. */
const shortened = (answers: string, { parts = [] }: Wording): string =>
  parts.reduce(
    (text, part, at) => (/^[[{]/.test(part) ? text.replaceAll(part, () => `${mark}${at}${mark}`) : text),
    answers,
  );

const inFull = (stored: string, { parts = [] }: Wording): string =>
  stored
    .split(mark)
    .map((piece, at) => (at % 2 === 0 ? piece : (parts[Number(piece)] ?? '')))
    .join('');

/** The wording of all answers first, the words of this one nearest. */
const dictionaryOf = ({ text }: Wording): Buffer => Buffer.concat([answerDictionary, Buffer.from(text)]);
