import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Outcome, runSer } from './command.fixture.js';

const results = fileURLToPath(new URL('../../../results/reference', import.meta.url));
const compare = (...args: string[]): Promise<Outcome> => runSer(results, ['compare', ...args]);
const json = async (...args: string[]): Promise<unknown> =>
  JSON.parse((await compare(...args, '--json-lines')).stdout.trim());

it('names the better of two runs, and the question that both answer', async () => {
  const pair = ['emodb-loso-cnn', 'emodb-loso-lstm'];
  const { stdout } = await compare(...pair);
  expect(stdout).toMatch(/^emodb, protocol loso: 535 utterances of 10 speakers\nA {2}emodb-loso-cnn {2}UAR /);
  expect(stdout).toContain('\nA is better.\n');
  expect(await json(...pair)).toMatchObject({ corpus: 'emodb', protocol: 'loso', better: 'a' });
  expect(await json(...pair.reverse())).toMatchObject({ better: 'b' });
  expect(await json('emodb-loso-cnn', 'emodb-loso-cnn')).toMatchObject({ better: 'neither' });
});

it('names no winner by few speakers', async () => {
  const pair = ['tess-cross-speaker-rnn', 'tess-cross-speaker-tim-net'];
  const { stdout } = await compare(...pair);
  expect(stdout).toContain('\n2 speakers are too few to say which run is better: at least 8 are needed.\n');
  expect(stdout).not.toContain('is better.');
  const compared = (await json(...pair)) as { ci95: [number, number] };
  expect(Math.max(compared.ci95[0], -compared.ci95[1])).toBeGreaterThan(0);
  expect(compared).toMatchObject({
    ...{ corpus: 'tess', protocol: 'cross-speaker', better: null },
    caveat: '2 speakers are too few to say which run is better: at least 8 are needed.',
  });
});

it('warns of what the runs warn of', async () => {
  const shared = /^Protocol random-10: .*speakers/m;
  expect((await compare('emodb-random-10-tim-net', 'emodb-random-10-tim-net')).stdout).toMatch(shared);
  expect(await json('emodb-random-10-tim-net', 'emodb-random-10-tim-net')).toMatchObject({
    warnings: [expect.stringMatching(shared)],
  });
  expect(await json('emodb-loso-cnn', 'emodb-loso-lstm')).toMatchObject({
    warnings: [expect.stringMatching(/^A: 5 recipes were evaluated/), expect.stringMatching(/^B: 3 recipes/)],
  });
});
