import type { Answer } from '../shared/answer.ts';
import { syncWorkflow } from '../shared/workflow.client.ts';
import type { CaptureInput } from './capture.ts';

/** The one door to a confirmation, whoever asks for it: the Express workflow `capture`, run while the caller waits. */
export function captureMachine(arn: string): (input: CaptureInput) => Promise<Answer> {
  const machine = syncWorkflow<CaptureInput, Answer>(arn);
  return (input) => machine.run(`capture-${input.once.key}`, input);
}
