import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { startSer } from './command.fixture.js';

/** Where the command lies in a folder that the packages are installed in. */
const INSTALLED = 'node_modules/ser/bin/ser.js';

const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const deployFile = (name: string): string => readFileSync(packageFile(`../server/deploy/${name}`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'ser-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Returns the words of an instruction of the Dockerfile that are in JSON. */
function wordsAfter(instruction: RegExp): string[] {
  const text = deployFile('Dockerfile').replaceAll('\\\n', ' ');
  const line = text.split('\n').find((line) => instruction.test(line))!;
  return JSON.parse(line.slice(line.indexOf('['))) as string[];
}

it('names the command where npm installs it', () => {
  const { name, bin } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  expect(`node_modules/${name}/${bin.ser.replace('./', '')}`).toBe(INSTALLED);
  expect(existsSync(packageFile(bin.ser))).toBe(true);
  expect(wordsAfter(/^ENTRYPOINT/).slice(0, 2)).toEqual(['node', INSTALLED]);
  expect(deployFile('ser.service')).toMatch(`ExecStart=/usr/bin/env node /opt/ser/${INSTALLED} serve `);
});

it('serves in a container as its health check asks, at the port that it exposes', { timeout: 60_000 }, async () => {
  const [, , ...args] = wordsAfter(/^ENTRYPOINT/);
  const [node, flag, script] = wordsAfter(/^HEALTHCHECK/);
  const [, exposed] = /^EXPOSE (\d+)$/m.exec(deployFile('Dockerfile'))!;
  const help = await startSer(folder, ['serve', '--help']).outcome;
  expect(help.stdout).toMatch(new RegExp(`--port <n> .*\\(default: ${exposed}\\)`));
  expect(script).toContain(`http://127.0.0.1:${exposed}/healthz`);
  writeFileSync(join(folder, 'key'), 'open sesame\n');
  const running = startSer(folder, [...args, '--port', '0', '--threads', '1', '--api-key-file', 'key']);
  const port = await new Promise<string>((resolve, reject) => {
    running.child.stdout!.on('data', (text: string) => {
      const found = /http:\S+:(\d+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    void running.outcome.then(({ stderr }) => reject(new Error(stderr)));
  });
  const isHealthy = (): boolean =>
    spawnSync(node!, [flag!, script!.replace(exposed!, port)], { stdio: 'ignore' }).status === 0;
  expect(isHealthy()).toBe(true);
  running.child.kill('SIGTERM');
  expect((await running.outcome).code).toBe(0);
  expect(isHealthy()).toBe(false);
});

it('is a unit that systemd takes', (context) => {
  const unit = join(folder, 'ser.service');
  writeFileSync(unit, deployFile('ser.service'));
  const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  if (error) context.skip('there is no systemd-analyze');
  expect(stderr.split('\n').filter((line) => line.includes('ser.service'))).toEqual([]);
  expect(status).toBe(0);
});
