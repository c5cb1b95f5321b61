import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import * as dsp from '../src/index.js';

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it.each(['offline', 'streaming', 'audio-worklet'])('shows %s.ts as it is', (name) => {
  expect(readme).toContain(`\`\`\`ts\n${text(`readme/${name}.ts`)}\`\`\``);
});

it.each(['offline', 'streaming'])('%s.ts prints what its comments say', async (name) => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values.join(' ')));
  await import(`./readme/${name}.ts`);
  const promised = [...text(`readme/${name}.ts`).matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, words]) => words);
  expect(printed).toEqual(promised);
  expect(printed.length).toBeGreaterThan(0);
});

it('audio-worklet.ts registers a processor that posts the frames of extract', async () => {
  type Processor = { process(inputs: Float32Array[][]): boolean };
  const posted: dsp.FeatureMatrix[] = [];
  let Registered: (new (options: object) => Processor) | undefined;
  vi.stubGlobal('sampleRate', 48000);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      port = { postMessage: (message: dsp.FeatureMatrix) => posted.push(message) };
    },
  );
  vi.stubGlobal('registerProcessor', (_: string, processor: typeof Registered) => {
    Registered = processor;
  });
  await import('./readme/audio-worklet.js');
  const config = dsp.preset('kaldi', { sampleRate: 16000 });
  const processor = new Registered!({ processorOptions: config });
  const samples = Float32Array.from({ length: 128 * 100 }, (_, i) => Math.sin(i / 20));
  for (let i = 0; i < samples.length; i += 128) expect(processor.process([[samples.subarray(i, i + 128)]])).toBe(true);
  expect(processor.process([])).toBe(true);
  const whole = dsp.createFrontEnd(config).extract({ samples, sampleRate: 48000 });
  const all = posted.flatMap(({ data }) => [...data]);
  expect(all.length).toBeGreaterThan(20 * 13);
  expect(all).toEqual([...whole.data.subarray(0, all.length)]);
});

it('names every exported function in its table', () => {
  for (const name of Object.keys(dsp)) expect(readme, name).toContain(`\`${name}\``);
});
