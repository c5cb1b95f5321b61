import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says what works on this machine and what to do about the rest', async () => {
  const { code, stdout, stderr } = await runSer(folder, ['doctor']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^ok {5}Node\.js +v\d+\.\d+\.\d+ on /m);
  expect(stdout).toMatch(/^ok {5}TensorFlow\.js +WebAssembly with SIMD$/m);
  expect(stdout).toMatch(/^ok {5}model open +answers \([a-z]+ for a synthetic clip\)$/m);
  expect(stdout).toMatch(/^– {6}corpora +none in .*\n +ser data download --corpus ravdess/m);
  for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThan(130);
});

it('lists the corpora that it finds, as JSON for programs', async () => {
  mkdirSync(join(folder, 'data/emodb'), { recursive: true });
  const findings = JSON.parse((await runSer(folder, ['doctor', '--json'])).stdout) as { name: string; state: string }[];
  expect(findings.find(({ name }) => name === 'corpora')).toEqual({
    state: 'ok',
    name: 'corpora',
    message: `emodb in ${join(folder, 'data')}`,
  });
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
});
