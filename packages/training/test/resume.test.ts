import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@ser/core';
import { afterAll, beforeAll, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./resumable-run.mjs', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-resume-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Setup {
  backend: string;
  threads: number;
}

/** Runs the script, killed some time after the first state is kept if told so; its lines, as far as it came. */
function run(name: string, { backend, threads }: Setup, killAfterMs?: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const doomedWord = killAfterMs === undefined ? [] : ['doomed'];
    const child = spawn(process.execPath, [script, join(folder, name), backend, String(threads), ...doomedWord], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    let doomed = false;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (killAfterMs === undefined || doomed || !/saved|from [1-9]/.test(output)) return;
      doomed = true;
      setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(output.trim().split('\n'));
      else reject(new Error(errors));
    });
  });
}

const epochs = (lines: readonly string[]): number => lines.filter((line) => line.startsWith('epoch')).length;

const cases: { setup: Setup; kills: number }[] = [
  { setup: { backend: 'cpu', threads: 1 }, kills: 2 },
  { setup: { backend: 'wasm', threads: 1 }, kills: 1 },
  // Workers give the same weights as one thread.
  { setup: { backend: 'wasm', threads: 2 }, kills: 1 },
];
const wholes = new Map<string, string[]>();
for (const { setup, kills } of cases) {
  const { backend, threads } = setup;
  it(`ends with the same weights after being killed (${backend}, threads: ${threads})`, async () => {
    const whole = wholes.get(backend) ?? (await run(`${backend} whole`, setup));
    wholes.set(backend, whole);
    expect(epochs(whole)).toBe(20);
    const name = `${backend} ${threads}`;
    const random = new Random(name);
    for (let kill = 0; kill < kills; kill++) {
      const lines = await run(name, setup, random.uniform(0, 60));
      expect(lines.at(-1)).not.toMatch(/^weights/);
    }
    const rest = await run(name, setup);
    expect(Number(rest[0]!.replace('from ', ''))).toBeGreaterThan(0);
    expect(epochs(rest)).toBe(20 - Number(rest[0]!.replace('from ', '')));
    expect(rest.at(-1)).toMatch(/^weights [0-9a-f]{64}$/);
    expect(rest.at(-1)).toBe(whole.at(-1));
  });
}
