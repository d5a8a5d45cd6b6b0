import { bureauMarks } from '../../../functions/sandbox/bureau-behaviours.ts';
import { decideExamination } from '../../../functions/screening/decide-examination.ts';
import type { Answer } from '../../../functions/shared/answer.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { validRegistration } from '../../support/buyers.ts';
import { screeningMachine, screeningWorld } from '../../support/screening-world.ts';
import { createRig, manualTime } from '../states/rig.ts';

/** The deployed machine on the interpreter of the local runtime, with the product's own steps. */
export function setUp() {
  const time = manualTime();
  const world = screeningWorld(time.clock);
  const rig = createRig({ functions: world.functions, time, random: () => 1 });
  const machine = rig.create('Screening', screeningMachine());
  return {
    ...{ time, world, rig },
    async screen(input: object) {
      const arn = rig.start(machine, input);
      await time.quiet();
      return arn;
    },
    /** What an operator does, through the use case of the API. */
    decide: (examinationId: string, asked: Parameters<typeof decideExamination>[2]) =>
      decideExamination(
        {
          clock: time.clock,
          vault: world.vault,
          examinations: {
            find: (id) => world.load({ examinationId: id }),
            earlier: async () => undefined,
            decide: async (conclusion, _: unknown, told: Answer) => {
              await world.record(conclusion);
              return told;
            },
            hold: async (examination, _: unknown, told: Answer) => {
              await world.ports.cases.saveExamination(examination);
              return told;
            },
          },
          exposures: world.ports.exposures,
          lists: world.ports.lists,
          rescreenings: {
            relation: () => Promise.reject(new Error('an application is no re-screening')),
            conclude: () => Promise.reject(new Error('an application is no re-screening')),
          },
          tasks: {
            resolve: async (taskToken, output) => {
              await rig.call('SendTaskSuccess', { taskToken, output: JSON.stringify(output) });
              return true;
            },
          },
        },
        examinationId,
        asked,
        { actor: { by: 'key_op' }, once: onceRequest('op', 'k', asked) },
      ),
  };
}

/** A buyer whose company is like this. */
export const company = (changes: Record<string, unknown>) => ({ company: validRegistration({}, changes).company });
/** A buyer of whom the emulated bureau reports in this way. */
export const marked = (behaviour: string) => {
  const mark = bureauMarks.find((one) => one.behaviour === behaviour);
  return company({ corporateNumber: mark?.corporateNumber });
};
export const reason = 'Checked by telephone with the company.';
