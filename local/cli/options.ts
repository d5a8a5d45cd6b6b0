import { parseArgs } from 'node:util';
import { Sentence } from '../sentence.ts';

export interface Options {
  readonly port: number;
  readonly data?: string;
  readonly dynamodb?: string;
  readonly clock?: string;
  /** An assembly that exists already. */
  readonly app?: string;
  readonly build: boolean;
}

const usage = `Usage: npm start -- [options]
  --port N         port of the front door (default 4000, or PORT)
  --data DIR       keep tables, queues, executions, keys and the clock in DIR across restarts
  --dynamodb URL   use a DynamoDB that runs already, instead of starting one with Java
  --clock INSTANT  begin at this instant, for example 2026-12-01T00:00:00Z
  --app DIR        run this cloud assembly instead of building the one of this folder
  --no-build       run what was built last`;

const defaultPort = 4000;

/** Reads the command line; a mistake in it is answered with the usage. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const { port, data, dynamodb, clock, app, build, help } = parse(argv);
  if (help) {
    console.log(usage);
    process.exit(0);
  }
  const number = Number(port ?? env.PORT ?? defaultPort);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new Sentence(`--port ${port ?? env.PORT} is no port number.`);
  return {
    port: number,
    build: build !== false,
    ...(data !== undefined && { data }),
    ...(dynamodb !== undefined && { dynamodb }),
    ...(clock !== undefined && { clock }),
    ...(app !== undefined && { app }),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { port: text, data: text, dynamodb: text, clock: text, app: text, build: flag, help: flag } as const;
  try {
    return parseArgs({ args: [...argv], options, allowNegative: true }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n${usage}`);
  }
}
