import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '@ser/experiments';
import { afterAll, expect, it } from 'vitest';
import { experimentOf } from './experiment-file.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-experiment-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const config = file('x.json', { corpus: 'own.csv', model: { kind: 'cnn', filters: [4] } });

it('changes the file by the short options, and both by --set', async () => {
  const args = { config, corpus: 'emodb,tess', protocol: 'cross-corpus', model: 'cnn', initial: 'models/a', seed: 3 };
  expect(await experimentOf({ ...args, set: ['seed=4', 'training.epochs=2'] })).toEqual({
    ...parseExperiment({ corpus: ['emodb', 'tess'], model: { kind: 'cnn', filters: [4] }, training: { epochs: 2 } }),
    protocol: 'cross-corpus',
    initial: 'models/a',
    seed: 4,
  });
  expect((await experimentOf({ config, model: 'lstm' })).model).toEqual({ kind: 'lstm' });
  expect(await experimentOf({})).toEqual(parseExperiment({ corpus: 'synthetic', model: { kind: 'cnn' } }));
});

it('reads a module in TypeScript', async () => {
  const path = file(
    'x.ts',
    `import type { ExperimentDescription } from '@ser/experiments';
     const units: number = 2 ** 4;
     export default { corpus: 'emodb', model: { kind: 'lstm', units } } satisfies ExperimentDescription;`,
  );
  expect(await experimentOf({ config: path, seed: 3 })).toEqual(
    parseExperiment({ corpus: 'emodb', model: { kind: 'lstm', units: 16 }, seed: 3 }),
  );
  const plain = file('x.mjs', "export default { corpus: 'own.csv', model: { kind: 'gru' } }");
  expect((await experimentOf({ config: plain })).model.kind).toBe('gru');
});

it.each([
  ['no.ts', undefined, /no such file: .*no\.ts/],
  ['cut.ts', 'export default { corpus:', /--config .*cut\.ts cannot be run: /],
  ['throws.mjs', "throw new Error('out of units')", /--config .*throws\.mjs cannot be run: out of units/],
  ['none.ts', "export const corpus = 'emodb'", /--config .*none\.ts has no default export/],
  ['no.json', undefined, /no such file: .*no\.json/],
  ['list.json', [], /list\.json: the experiment must be an object, got \[\]/],
  ['cut.json', '{"corpus":', /--config .*cut\.json is not JSON/],
  ['wrong.json', { corpus: 'a', model: { kind: 'cnn' }, epochs: 5 }, /wrong\.json: epochs is not a field/],
])('names the file %s and what is wrong in it', async (name, content, message) => {
  const path = content === undefined ? join(folder, name) : file(name, content);
  await expect(experimentOf({ config: path })).rejects.toThrow(message);
});

it.each([
  [['training.epoch=5'], 'training.epoch is not a field'],
  [['training.epochs=many'], 'training.epochs must be a positive integer, got "many"'],
  [['training.epochs'], 'must be of the form field=value'],
])('names the field of --set %j', async (set, message) => {
  await expect(experimentOf({ config, set })).rejects.toThrow(message);
});
