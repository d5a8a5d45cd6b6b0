import { AwsError } from './aws-error.ts';
import type { Json } from './json.ts';
import { type Operations, optionalText, text } from './operations.ts';
import { isTooLarge } from './payload.ts';

function parseOutput(output: string): Json {
  if (isTooLarge(output)) throw new AwsError('InvalidOutput', 'Invalid Output: it is larger than 262144 bytes.');
  try {
    return JSON.parse(output) as Json;
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}

/** The answers to a task token. */
export const taskOperations: Operations = {
  SendTaskSuccess(request, { engine }) {
    const output = parseOutput(text(request, 'output'));
    engine.tokens.answer(text(request, 'taskToken'), { output });
    return {};
  },
  SendTaskFailure(request, { engine }) {
    const error = optionalText(request, 'error', 256) ?? '';
    const cause = optionalText(request, 'cause', 32_768) ?? '';
    engine.tokens.answer(text(request, 'taskToken'), { error, cause });
    return {};
  },
  SendTaskHeartbeat(request, { engine }) {
    engine.tokens.beat(text(request, 'taskToken'));
    return {};
  },
};
