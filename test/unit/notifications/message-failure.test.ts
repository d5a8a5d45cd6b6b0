import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../functions/providers/messages/failure.ts';
import { LogFormat } from '../../../functions/shared/log-format.ts';

describe('a message that a provider did not take', () => {
  const failure = (name: string, text: string) => Object.assign(new Error(text), { name });

  test.for([
    failure('AccessDeniedException', 'not authorized on identity/hanako@example.jp'),
    failure('ConflictException', '+819012345678 does not want messages'),
  ])('says in the log why, in the one word of $name, and not to whom it went', (cause) => {
    for (const isForGood of [true, false]) {
      const line = new LogFormat().formatError(refusalOf('The provider', cause, () => isForGood));
      expect(line).toMatchObject({ message: expect.stringContaining(cause.name), facts: { reason: cause.name } });
      expect(JSON.stringify(line)).not.toMatch(/hanako|819012345678/);
    }
  });
});
