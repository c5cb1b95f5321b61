import { type ChildProcess, execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** The command as it is built. */
const BIN: string = fileURLToPath(new URL('../bin/ser.js', import.meta.url));

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

/** Starts the command as a user would: in its own process, in `folder`, with corpora looked for in `data` below it. */
export function startSer(folder: string, args: readonly string[], bin: string = BIN): RunningCommand {
  let child!: ChildProcess;
  const outcome = new Promise<Outcome>((resolve) => {
    const env = { ...process.env, SER_DATA_DIR: join(folder, 'data') };
    child = execFile(process.execPath, [bin, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
  return { child, outcome };
}

/** What a refusal looks like: exit code 1, one line that says what is wrong, at most one hint, no trace. */
export function expectRefusal({ code, stdout, stderr }: Outcome, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(stderr).toMatch(/^ser: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(code).toBe(1);
}
