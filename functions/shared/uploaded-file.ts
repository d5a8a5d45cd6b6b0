import { isUtf8 } from 'node:buffer';
import type { UploadedFile } from './contract.ts';
import type { FieldError } from './refusal.ts';
import { refuseRequest } from './request.refusals.ts';
import { fromShiftJis } from './shift-jis.ts';
import { isPlainText } from './well-formed.ts';

/** A thousand rows of some hundred bytes. Lambda takes 6 MB, and a request has to end within the gateway's time. */
export const fileBytesMax = 1024 * 1024;

const mediaTypes = /^(?:text\/csv|application\/(?:csv|octet-stream|vnd\.ms-excel))\s*(?:;|$)/i;

interface Upload {
  readonly bytes: Buffer;
  readonly mediaType: string | undefined;
  /** The bytes are those that were sent; text types reach us decoded by the gateway, as if they were UTF-8. */
  readonly isVerbatim: boolean;
}

/**
 * The text of an uploaded file: UTF-8 with or without a byte order mark, else Shift_JIS. API Gateway passes `text/csv` on as
 * text, which destroys Shift_JIS for good; such a file is refused, with the type under which it can be sent.
 */
export function uploadedFile({ bytes, mediaType, isVerbatim }: Upload): UploadedFile | FieldError {
  if (mediaType === undefined || !mediaTypes.test(mediaType)) {
    throw refuseRequest('BodyNotCsv', 'Send text/csv in UTF-8, or application/octet-stream in UTF-8 or Shift_JIS.');
  }
  if (bytes.byteLength > fileBytesMax) {
    throw refuseRequest('BodyTooLarge', `A file may have ${fileBytesMax} bytes at most.`, { bytesMax: fileBytesMax });
  }
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    if (!isPlainText(text))
      return { pointer: '', code: 'invalid_unicode', message: 'Has code points of no character.' };
    if (isVerbatim || !text.includes('\ufffd')) return { text, encoding: 'utf-8' };
    return wrong('Not UTF-8. Send Shift_JIS as application/octet-stream.');
  }
  try {
    return { text: fromShiftJis(bytes), encoding: 'shift_jis' };
  } catch {
    return wrong('Neither UTF-8 nor Shift_JIS.');
  }
}

const wrong = (message: string): FieldError => ({ pointer: '', code: 'invalid_encoding', message });
