import { type ChildProcess, execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runCli } from '../src/cli/run-cli.js';

/** The command as it is built. */
export const BIN: string = fileURLToPath(new URL('../bin/ser.js', import.meta.url));

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command at work. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Where corpora are looked for. */
const dataIn = (folder: string): string => join(folder, 'data');

/** Starts the command as a user would: in its own process, in `folder`, with corpora looked for in `data` below it. */
export function startSer(folder: string, args: readonly string[], bin: string = BIN): RunningCommand {
  let child!: ChildProcess;
  const outcome = new Promise<Outcome>((resolve) => {
    const env = { ...process.env, SER_DATA_DIR: dataIn(folder) };
    child = execFile(process.execPath, [bin, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
  return { child, outcome };
}

/**
 * Runs the same command within this process, which spares the half second that a new one takes to start: folder, streams
 * and exit code are the process' own for that time, so that only one runs at once. What belongs to a process (signals,
 * its end) is tested with {@link startSer}.
 */
export function runSer(folder: string, args: readonly string[]): Promise<Outcome> {
  const outcome = last.then(() => runHere(folder, args));
  last = outcome.catch(() => undefined);
  return outcome;
}

let last: Promise<unknown> = Promise.resolve();

async function runHere(folder: string, args: readonly string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const { SER_DATA_DIR } = process.env;
  const [cwd, exitCode] = [process.cwd(), process.exitCode];
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const { write } = stream;
    stream.write = ((text: string | Uint8Array) => {
      written[name] += typeof text === 'string' ? text : new TextDecoder().decode(text);
      return true;
    }) as typeof write;
    return () => {
      stream.write = write;
    };
  });
  try {
    process.chdir(folder);
    process.env.SER_DATA_DIR = dataIn(folder);
    process.exitCode = 0;
    await runCli(args);
    return { code: Number(process.exitCode), ...written };
  } finally {
    for (const back of restore) back();
    process.chdir(cwd);
    process.exitCode = exitCode;
    if (SER_DATA_DIR === undefined) delete process.env.SER_DATA_DIR;
    else process.env.SER_DATA_DIR = SER_DATA_DIR;
  }
}

/** What a refusal looks like: exit code 1, one line that says what is wrong, at most one hint, no trace. */
export function expectRefusal({ code, stdout, stderr }: Outcome, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n').slice(2)).toEqual([]);
  expect(stderr).toMatch(/^ser: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(code).toBe(1);
}

/** The weights of a saved model. */
export const weightsIn = (folder: string): Buffer =>
  readFileSync(join(folder, readdirSync(folder).find((name) => /^weights-.*\.bin$/.test(name))!));
