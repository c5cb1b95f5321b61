import { expect, it } from 'vitest';
import { randomRun } from '../random-run.fixture.js';
import { compareRuns } from './compare-runs.js';

it('finds a better run better', () => {
  const [weak, strong] = [randomRun(0.3, 1), randomRun(2.5, 2)];
  const found = compareRuns(weak, strong);
  expect(found).toMatchObject({ utterances: 90, speakers: 6 });
  expect(found.uarDifference).toBeCloseTo(strong.metrics.uar.value - weak.metrics.uar.value, 12);
  expect(found.ci95[0]).toBeGreaterThan(0);
  expect(found.ci95[0]).toBeLessThan(found.uarDifference);
  expect(found.ci95[1]).toBeGreaterThan(found.uarDifference);
  expect(found.mcNemar.pValue).toBeLessThan(0.001);
  const { onlyA, onlyB } = found.mcNemar;
  expect(onlyB - onlyA).toBe(Math.round(90 * (strong.metrics.war.value - weak.metrics.war.value)));
  const turned = compareRuns(strong, weak);
  expect(turned.uarDifference).toBeCloseTo(-found.uarDifference, 12);
  expect(turned.ci95[0]).toBeCloseTo(-found.ci95[1], 12);
});

it('finds no difference between a run and itself', () => {
  const run = randomRun(1, 3);
  expect(compareRuns(run, run)).toMatchObject({
    uarDifference: 0,
    ci95: [0, 0],
    mcNemar: { onlyA: 0, onlyB: 0, method: 'exact', pValue: 1 },
  });
});

it('rarely finds a difference between runs that are equally good', () => {
  const found = Array.from({ length: 60 }, (_, i) =>
    compareRuns(randomRun(1, 100 + i), randomRun(1, 900 + i), { resamples: 200 }),
  );
  expect(found.filter(({ mcNemar }) => mcNemar.pValue < 0.05).length).toBeLessThanOrEqual(6);
});

it('gives intervals that exclude a difference of 0 as rarely as their coverage states', () => {
  const equals = Array.from(
    { length: 60 },
    (_, i) => [randomRun(1, 100 + i, {}, 24), randomRun(1, 900 + i, {}, 24)] as const,
  );
  const missed = (coverage: number): number =>
    equals
      .map(([a, b]) => compareRuns(a, b, { resamples: 200, coverage }).ci95)
      .filter(([low, high]) => low > 0 || high < 0).length;
  expect(missed(0.95)).toBeLessThanOrEqual(8);
  // About half of them, give or take three deviations.
  expect(Math.abs(missed(0.5) - 30)).toBeLessThan(12);
});

it('pairs utterances in any order', () => {
  const [a, b] = [randomRun(1, 4), randomRun(1, 5)];
  expect(compareRuns(a, { ...b, predictions: [...b.predictions].reverse() })).toEqual(compareRuns(a, b));
});

it('refuses runs that answer different questions', () => {
  const run = randomRun(1, 6);
  const refused = (change: Parameters<typeof randomRun>[2]) => expect(() => compareRuns(run, randomRun(1, 7, change)));
  refused({ corpus: 'other' }).toThrow('runs of different corpora cannot be compared: made and other');
  refused({ protocol: 'random-10' }).toThrow('different protocols');
  refused({ labels: ['angry', 'sad', 'happy'] }).toThrow('different emotions');
  refused({ speakerAdaptation: 'speaker' }).toThrow(
    'runs of different speaker adaptation cannot be compared: none and speaker',
  );
  const fewer = { ...run, predictions: run.predictions.slice(1) };
  expect(() => compareRuns(run, fewer)).toThrow('different utterances cannot be compared: 90 and 89');
  const changed = run.predictions.map((prediction, i) =>
    i === 4 ? { ...prediction, truth: 'sad' as const } : prediction,
  );
  expect(() => compareRuns(run, { ...run, predictions: changed })).toThrow('true classes of utterance u4');
});

it('compares runs of different speaker adaptation on common utterances with acrossAdaptations', () => {
  const unadapted = randomRun(1, 8);
  const enrolled = randomRun(1.5, 9, { speakerAdaptation: 'enrolled' });
  const fewer = { ...enrolled, predictions: enrolled.predictions.slice(10) };
  const found = compareRuns(unadapted, fewer, { acrossAdaptations: true });
  expect(found.utterances).toBe(80);
  expect(found.uarDifference).toBeCloseTo(found.uar.b - found.uar.a, 12);
});
