import { createHash } from 'node:crypto';
import { type Compilation, compileProgram } from './compile.ts';
import { InvalidDefinition, onlyFields, optionalNumber, requiredObject } from './definition.ts';
import type { Json } from './json.ts';
import type { Processor, Program } from './program.ts';
import type { MachineRecord } from './store.ts';

/** A state machine, ready to run. */
export interface Machine extends MachineRecord {
  /** Names the definition; executions remember it. */
  readonly revision: string;
  readonly program: Program;
  readonly timeoutSeconds: number | undefined;
  /** The item processors of its Distributed Maps, by label. */
  readonly processors: ReadonlyMap<string, Processor>;
}

function parse(definition: string): Json {
  // "Maximum size of a state machine definition: 1 MB" (service quotas)
  if (Buffer.byteLength(definition) > 1_048_576) throw new InvalidDefinition('The definition is larger than 1 MB.');
  try {
    return JSON.parse(definition) as Json;
  } catch (error) {
    throw new InvalidDefinition(`The definition is not JSON: ${(error as Error).message}`);
  }
}

/** Parses, checks and compiles a definition; an InvalidDefinition says what is wrong with it and where. */
export function compileMachine(record: MachineRecord, services: Pick<Compilation, 'environment' | 'knows'>): Machine {
  const at = `State machine '${record.name}'`;
  const definition = requiredObject(parse(record.definition), at);
  onlyFields(definition, ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'], at);
  if (definition.QueryLanguage !== 'JSONata') {
    throw new InvalidDefinition(`${at}: only the query language JSONata is supported ("QueryLanguage": "JSONata").`);
  }
  const processors = new Map<string, Processor>();
  const shared: Compilation = { ...services, processors, stateNames: new Set() };
  return {
    ...record,
    revision: createHash('sha256')
      .update(`${record.arn}\n${record.type}\n${record.definition}`)
      .digest('hex')
      .slice(0, 32),
    program: compileProgram(definition, at, shared, { type: record.type, outer: new Set() }),
    timeoutSeconds: optionalNumber(definition, 'TimeoutSeconds', at, { min: 1, max: 99_999_999 }),
    processors,
  };
}
