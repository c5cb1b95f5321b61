import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { expect, it } from 'vitest';
import { failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { encodeRecord, openFeatureWriter, readFeatureFile } from './feature-file.js';

const folder = temporaryFolder();
const keyOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const hex = (n: number): string => Buffer.from(keyOf(n)).toString('hex');
const matrixOf = (n: number, coeffs = 3): FeatureMatrix => ({
  data: Float32Array.from({ length: (n + 1) * coeffs }, (_, i) => n + i / 10),
  frames: n + 1,
  coeffs,
});
const records = Array.from({ length: 5 }, (_, n) => encodeRecord(keyOf(n), matrixOf(n)));

it('gives back what was appended', async () => {
  const path = join(folder.path, 'a.features');
  for (const part of [
    [0, 1],
    [2, 3, 4],
  ]) {
    const writer = await openFeatureWriter(path);
    await Promise.all(part.map((n) => writer.append(keyOf(n), matrixOf(n))));
    await writer.close();
  }
  const { features, damagedBytes } = await readFeatureFile(path, 3);
  expect(damagedBytes).toBe(0);
  expect([...features.keys()]).toEqual([0, 1, 2, 3, 4].map(hex));
  for (const n of [0, 4]) {
    expect(features.get(hex(n))).toMatchObject({ frames: n + 1, coeffs: 3 });
    expect([...features.get(hex(n))!.data]).toEqual([...matrixOf(n).data]);
  }
  expect([...(await readFeatureFile(path, 3, new Set([hex(2)]))).features.keys()]).toEqual([hex(2)]);
});

it('has nothing in a file that is not there, and says why one cannot be read', async () => {
  expect((await readFeatureFile(join(folder.path, 'none'), 3)).features.size).toBe(0);
  expect((await failureOf(readFeatureFile(folder.path, 3))).code).toBe('FILE_ACCESS');
  expect((await failureOf(openFeatureWriter(folder.path))).message).toContain('cannot write the feature cache');
});

it('goes on after a record that a crash left unfinished, wherever it ends', async () => {
  const path = join(folder.path, 'b.features');
  const torn = records[1]!;
  for (let length = 0; length < torn.length; length++) {
    await writeFile(path, Buffer.concat([records[0]!, torn.subarray(0, length), records[2]!]));
    const { features, damagedBytes } = await readFeatureFile(path, 3);
    expect([...features.keys()], `torn after ${length}`).toEqual([hex(0), hex(2)]);
    expect(damagedBytes).toBe(length);
  }
});

it('leaves out records of another shape', async () => {
  const path = join(folder.path, 'c.features');
  await writeFile(path, encodeRecord(keyOf(7), matrixOf(7, 5)));
  await appendFile(path, records[3]!);
  expect([...(await readFeatureFile(path, 3)).features.keys()]).toEqual([hex(3)]);
});

it('never gives back features other than those written, whatever happened to the file', async () => {
  const path = join(folder.path, 'd.features');
  const random = new Random(1);
  await writeFile(path, Buffer.concat(records));
  const whole = await readFile(path);
  for (let round = 0; round < 300; round++) {
    let bytes = Buffer.from(whole);
    for (let i = random.integer(6); i >= 0; i--) {
      const at = random.integer(bytes.length);
      if (random.next() < 0.6) bytes[at]! ^= 1 << random.integer(8);
      else if (random.next() < 0.5) bytes.fill(0xff, at, Math.min(bytes.length, at + random.integer(12)));
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.integer(90))]);
      if (bytes.length === 0) break;
    }
    await writeFile(path, bytes);
    const { features } = await readFeatureFile(path, 3);
    for (const [key, { data, frames }] of features) {
      const n = [0, 1, 2, 3, 4].find((n) => hex(n) === key)!;
      expect(frames).toBe(n + 1);
      expect([...data]).toEqual([...matrixOf(n).data]);
    }
  }
});
