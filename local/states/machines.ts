import { AwsError } from './aws-error.ts';
import type { Compilation } from './compile.ts';
import { compileMachine, type Machine } from './machine.ts';
import type { Program } from './program.ts';
import type { ExecutionRecord, ExecutionStore, MachineRecord } from './store.ts';

/** The state machines of the service, and the definitions that running executions were started with. */
export interface Machines {
  create(record: MachineRecord): void;
  get(arn: string): Machine;
  all(): Machine[];
  /** What an execution runs; undefined when its machine is not known any more. */
  programOf(execution: ExecutionRecord): { readonly machine: Machine; readonly program: Program } | undefined;
}

export function createMachines(store: ExecutionStore, services: Pick<Compilation, 'environment' | 'knows'>): Machines {
  const machines = new Map<string, Machine>();
  const earlier = new Map<string, Machine>();
  const byRevision = (revision: string): Machine | undefined => {
    const current = [...machines.values()].find((machine) => machine.revision === revision) ?? earlier.get(revision);
    if (current) return current;
    const record = store.revision(revision);
    if (!record) return undefined;
    const machine = compileMachine(record, services);
    earlier.set(revision, machine);
    return machine;
  };
  return {
    create(record) {
      const machine = compileMachine(record, services);
      machines.set(record.arn, machine);
      store.putRevision(machine.revision, record);
    },
    get(arn) {
      const machine = machines.get(arn);
      if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
      return machine;
    },
    all: () => [...machines.values()],
    programOf(execution) {
      const machine = byRevision(execution.revision);
      if (!machine) return undefined;
      const label = execution.machineArn.split('/')[1];
      const program = label === undefined ? machine.program : machine.processors.get(label)?.program;
      return program && { machine, program };
    },
  };
}
