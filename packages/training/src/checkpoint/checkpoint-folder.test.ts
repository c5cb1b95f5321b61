import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@ser/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFolder, checkpointStore } from './checkpoint-folder.js';
import type { RunState } from './run-state.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A state whose numbers all depend on its epoch. */
const state = (epoch: number, size = 5): RunState => ({
  seed: 7,
  stepsInAll: 100,
  epoch,
  steps: 10 * epoch,
  seconds: 0.1 * epoch,
  stoppedEarly: false,
  records: Array.from({ length: epoch }, (_, i) => ({
    epoch: i + 1,
    learningRate: 1e-3 / 3,
    loss: Math.PI / (i + 1),
    accuracy: 0.1,
    heldOut: { loss: 1 / 3, uar: 0.5, war: 0.25 },
  })),
  weights: new Float32Array(size).fill(epoch + 0.1),
  fixed: Float32Array.of(epoch, -0),
  adam: { step: 10 * epoch, firstMoment: new Float32Array(size).fill(epoch), secondMoment: new Float32Array(size) },
  average: { count: epoch, values: new Float32Array(size).fill(1e-30) },
  best: { value: -0.3, epoch: 1, weights: new Float32Array(size).fill(2) },
});

const config = { training: { epochs: 30, adam: {} }, seed: 1 };

describe('a checkpoint folder', () => {
  it('returns the state that was saved last, bit for bit', async () => {
    const checkpoint = checkpointFolder(folder, config);
    expect(await checkpoint.load()).toBeUndefined();
    await checkpoint.save(state(1));
    await checkpoint.save(state(2));
    expect(await checkpointFolder(folder, config).load()).toEqual(state(2));
    const { average: _, best: __, ...bare } = state(3);
    await checkpoint.save(bare);
    expect(await checkpoint.load()).toEqual(bare);
    expect((await readdir(folder)).sort()).toEqual([
      'config.json',
      expect.stringMatching(/^state-3-.*\.bin$/),
      'state.json',
    ]);
  });

  it('refuses another config, and names the first field that differs', async () => {
    await checkpointFolder(folder, config).save(state(1));
    const other = checkpointFolder(folder, { ...config, training: { epochs: 40, adam: {} } });
    await expect(other.load()).rejects.toThrow(/holds a run with another config: training.epochs is 30 there, 40 here/);
    await expect(other.save(state(2))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const more = checkpointFolder(folder, { ...config, corpus: 'emodb' });
    await expect(more.load()).rejects.toThrow('corpus is absent there, "emodb" here');
    expect(await checkpointFolder(folder, { ...config, note: undefined }).load()).toEqual(state(1));
  });

  it('reports damaged files', async () => {
    const checkpoint = checkpointFolder(folder, config);
    await checkpoint.save(state(1));
    const json = await readFile(join(folder, 'state.json'), 'utf8');
    const binary = (await readdir(folder)).find((name) => name.endsWith('.bin'))!;
    const bytes = await readFile(join(folder, binary));
    const hurt: [string, string | Uint8Array][] = [
      ['state.json', json.slice(0, 50)],
      ['state.json', json.replace('"weights": 5', '"weights": 5000000')],
      ['state.json', json.replace('"weights": 5', '"weights": 4')],
      ['state.json', json.replace(/"binary": ".*"/, '"binary": "../../etc/passwd"')],
      [binary, bytes.subarray(1)],
      [binary, bytes.map((byte, i) => (i === 9 ? byte ^ 1 : byte))],
    ];
    for (const [name, content] of hurt) {
      await writeFile(join(folder, 'state.json'), json);
      await writeFile(join(folder, name), content);
      await expect(checkpoint.load()).rejects.toMatchObject({ code: 'FILE_ACCESS' });
    }
    await rm(join(folder, binary));
    await expect(checkpoint.load()).rejects.toThrow('cannot be read');
  });

  it('holds a complete state after its process is killed at any moment', async () => {
    const script = `
      import { checkpointFolder } from ${JSON.stringify(new URL('../../dist/node.js', import.meta.url).href)};
      const checkpoint = checkpointFolder(${JSON.stringify(folder)}, {});
      const last = (await checkpoint.load())?.epoch ?? 0;
      for (let epoch = last + 1; ; epoch++) {
        const fill = () => new Float32Array(200000).fill(epoch);
        await checkpoint.save({ seed: 0, stepsInAll: 0, epoch, steps: 0, seconds: 0, stoppedEarly: false, records: [],
          weights: fill(), fixed: fill(), adam: { step: epoch, firstMoment: fill(), secondMoment: fill() } });
        if (epoch === last + 1) console.log('saved');
      }`;
    const random = new Random(1);
    let last = 0;
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, random.uniform(0, 60)));
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
      const found = (await checkpointFolder(folder, {}).load())!;
      expect(found.epoch).toBeGreaterThan(last);
      last = found.epoch;
      for (const values of [found.weights, found.fixed, found.adam.firstMoment, found.adam.secondMoment]) {
        expect(values.every((value) => value === last)).toBe(true);
      }
    }
    await checkpointFolder(folder, {}).save(state(1));
    expect(await readdir(folder)).toHaveLength(3);
  });
});

describe('a checkpoint store', () => {
  it('stores runs separately, and the outcomes of finished ones instead of their states', async () => {
    const store = checkpointStore(folder, config, { every: 2 });
    expect(store.every).toBe(2);
    expect(await store.loadOutcome('fold a/b')).toBeUndefined();
    await store.save('fold a/b', state(1));
    await store.save('fold a b', state(2));
    expect((await store.load('fold a/b'))!.epoch).toBe(1);
    expect((await store.load('fold a b'))!.epoch).toBe(2);
    const outcome = { probabilities: [[0.1, 1 / 3]] };
    await store.saveOutcome('fold a b', outcome);
    expect(await store.loadOutcome('fold a b')).toEqual(outcome);
    expect(await store.load('fold a b')).toBeUndefined();
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'fold+a%2Fb', 'fold+a+b']);
    expect(await readdir(join(folder, 'fold+a+b'))).toEqual(['outcome.json']);
  });

  it('stores runs separately whose names are longer than a folder name', async () => {
    const store = checkpointStore(folder, config);
    const speakers = `speakers ${Array.from({ length: 300 }, (_, i) => i).join(', ')}`;
    await store.save(`${speakers}, 300`, state(1));
    await store.save(`${speakers}, 301`, state(2));
    expect((await store.load(`${speakers}, 300`))!.epoch).toBe(1);
    expect((await store.load(`${speakers}, 301`))!.epoch).toBe(2);
  });

  it('refuses a key that would leave its folder', async () => {
    await expect(checkpointStore(folder, config).load('..')).rejects.toThrow('key must be the name of a run');
  });

  it('refuses another config', async () => {
    await checkpointStore(folder, config).save('model', state(1));
    await expect(checkpointStore(folder, { ...config, seed: 2 }).loadOutcome('x')).rejects.toThrow(
      'seed is 1 there, 2',
    );
  });
});
