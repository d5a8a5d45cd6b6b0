import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { InvocationRequest, InvocationResult, LambdaFunction } from './lambda/function.ts';

export interface InvocationLog {
  readonly file: string;
  /** What a function printed, as it printed it. */
  write(functionName: string, requestId: string, text: string): void;
  /** One line for the terminal, unless it was asked for beside a request; a failure in full. */
  done(definition: LambdaFunction, result: InvocationResult, request: Pick<InvocationRequest, 'isAside'>): void;
  /** The last lines that a function printed. */
  linesOf(functionName: string): readonly string[];
  close(): Promise<void>;
}

const keptLines = 1000;

/** Function logs: everything into one file, one line per invocation on the terminal. */
export function createInvocationLog(directory: string, print: (line: string) => void): InvocationLog {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'functions.jsonl');
  const stream = createWriteStream(file, { flags: 'a' });
  const kept = new Map<string, string[]>();
  return {
    file,
    write(functionName, _requestId, text) {
      stream.write(text.endsWith('\n') ? text : `${text}\n`);
      const lines = kept.get(functionName) ?? [];
      lines.push(...text.split('\n').filter(Boolean));
      if (lines.length > keptLines) lines.splice(0, lines.length - keptLines);
      kept.set(functionName, lines);
    },
    done({ name }, { requestId, durationMs, functionError, payload }, { isAside }) {
      if (isAside && !functionError) return;
      print(
        `${name.padEnd(44)} ${durationMs.toFixed(0).padStart(6)} ms  ${functionError ? 'FAILED' : 'ok    '}  ${requestId}`,
      );
      if (!functionError) return;
      const {
        errorType,
        errorMessage,
        trace = [],
      } = JSON.parse(payload) as { errorType?: string; errorMessage?: string; trace?: string[] };
      print([`  ${errorType}: ${errorMessage}`, ...trace.slice(1)].join('\n  '));
    },
    linesOf: (functionName) => kept.get(functionName) ?? [],
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
