import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { describeEnvironment } from './environment.js';

it('names the versions that a result was made with', () => {
  const versionIn = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8')).version;
  const { ser, tfjs, node, date } = describeEnvironment();
  expect(ser).toBe(versionIn(new URL('../../../package.json', import.meta.url)));
  expect(tfjs).toBe(versionIn(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json')));
  expect(node).toBe(process.version);
  expect(Math.abs(Date.parse(date!) - Date.now())).toBeLessThan(60_000);
});
