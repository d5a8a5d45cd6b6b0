import { spawn } from 'node:child_process';
import { Sentence } from '../sentence.ts';

const oldestJava = 17;
const remedy = `Install a Java ${oldestJava} or newer runtime (for example Debian's openjdk-${oldestJava}-jre-headless), or give --dynamodb URL of a running DynamoDB Local.`;

/** The major version in what `java -version` prints: `openjdk version "17.0.15"`, or `"1.8.0_402"` for Java 8. */
export function javaMajorVersion(output: string): number | undefined {
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (!major) return undefined;
  return major === '1' ? Number(minor) : Number(major);
}

/** Explains why DynamoDB Local could not run: no Java, or one that is too old. */
export async function checkJava(command = 'java'): Promise<void> {
  const output = await new Promise<string | undefined>((resolve) => {
    const child = spawn(command, ['-version'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
  if (output === undefined) throw new Sentence(`Java was not found; DynamoDB Local needs it. ${remedy}`);
  const major = javaMajorVersion(output);
  if (major === undefined) throw new Sentence(`Java does not start: ${output.trim().split('\n')[0]}. ${remedy}`);
  if (major < oldestJava) throw new Sentence(`Java ${major} is too old for DynamoDB Local. ${remedy}`);
}
