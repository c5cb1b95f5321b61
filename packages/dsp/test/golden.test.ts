import { SerError } from '@ser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useEngine } from '../src/engine/choose.js';
import { camelCase, deviation, Golden, type GoldenCase, realGolden, syntheticGolden } from './golden.js';
import { coreFunctions } from './golden-core.js';
import { featureFunctions } from './golden-features.js';

const functions = { ...coreFunctions, ...featureFunctions };

/** Cases whose numbers are not ours, by id, with the reason. */
const outOfReach: Record<string, string> = {
  'librosa.feature.mfcc|empty|n_mfcc=13,n_fft=512,hop_length=160,n_mels=40':
    'librosa makes one frame of silence out of no samples; here an empty signal is an error',
};

const reasonNot = ({ fn, id }: GoldenCase): string | undefined => {
  if (fn === 'librosa.to_mono') return 'mixing to mono is the work of @ser/audio';
  return outOfReach[id!];
};

/** Arrays stored with a case that its function reads, rather than returns. */
const isInput = ({ fn }: GoldenCase, name: string): boolean =>
  (fn === 'scipy.fft.dct' && name === 'x') ||
  (fn === 'librosa.feature.delta' && name === 'x') ||
  (fn === 'librosa.feature.tonnetz' && name === 'chroma');

function compare(folder: string) {
  const golden = new Golden(folder, 'manifest.json');
  for (const fn of new Set(golden.cases.map((each) => each.fn))) {
    const cases = golden.cases.filter((each) => each.fn === fn);
    const mine = cases.filter((each) => !reasonNot(each));
    for (const each of cases) if (reasonNot(each)) it.skip(`${each.id}: ${reasonNot(each)}`);
    if (mine.length === 0) continue;
    it(`${fn}: ${mine.length} cases`, () => {
      const compute = functions[fn];
      expect(compute, `a function for ${fn}`).toBeDefined();
      const wrong: string[] = [];
      for (const each of mine) {
        const { channels, ...signal } = golden.signal(each);
        const run = () =>
          compute!({
            signal,
            channels,
            options: camelCase(each.params),
            stored: (name) => golden.array(each.outputs![name]!),
            golden,
            case: each,
          });
        if (each.expectError) {
          expect(run, each.id).toThrow(SerError);
          continue;
        }
        const result = run();
        const outputs: Record<string, ArrayLike<number>> = 'length' in result
          ? { y: result as ArrayLike<number> }
          : (result as Record<string, ArrayLike<number>>);
        // Every expected output, and no other: an output that is forgotten here would pass unseen.
        const expected = Object.entries(each.outputs!).filter(([name]) => !isInput(each, name));
        expect(Object.keys(outputs).sort(), each.id).toEqual(expected.map(([name]) => name).sort());
        for (const [name, entry] of expected) {
          const worst = deviation(outputs[name]!, golden.array(entry).values, entry);
          if (worst > 1) wrong.push(`${each.id} ${name}: ${worst.toPrecision(3)} tolerances off`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
}

/** The same with each engine; features are prepared while a test runs, and so by the engine chosen before. */
function compareEngines(folder: string) {
  describe.each(['webassembly', 'typescript'] as const)('in %s', (name) => {
    beforeAll(() => {
      expect(useEngine(name)).toBe(true);
    });
    afterAll(() => {
      useEngine('webassembly');
    });
    compare(folder);
  });
}

describe('librosa on synthetic signals', () => compareEngines(syntheticGolden));

if (realGolden) describe('librosa on real recordings', () => compareEngines(realGolden!));
else console.info('skipped: librosa on real recordings (SER_DATA_DIR/../golden is not there)');
