import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { writeFiles } from '@ser/core/node';
import { type Corpus, type CorpusFigures, exploreCorpus, type Spread } from '@ser/datasets';
import { openCorpus } from '@ser/datasets/node';
import { countsSvg, histogramSvg } from '@ser/report';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, outFolder } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { formatDuration, formatPercent, formatTable } from '../../cli/output/terminal.js';

const MARK = 'emotions.svg';

/** `ser data info --corpus emodb` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(outFolder('folder for the plots (default: results/<corpus>-info)'))
    .action(async ({ corpus: name = 'synthetic', data, ...options }) => {
      const corpus = await openCorpus(name.includes(',') ? name.split(',') : name, data);
      const out = options.out ?? join('results', `${corpus.name}-info`);
      assertOutputFolder('--out', out, MARK);
      const output = commandOutput(options);
      const figures = await interruptible((signal) => exploreCorpus(corpus, { signal, ...output.watch }));
      const plots = plotsOf(corpus, figures);
      await writeFiles(out, plots);
      output.result(`${formatFigures(corpus, figures)}\n\nWritten to ${out}: ${Object.keys(plots).join(', ')}`, {
        ...{ out, corpus: corpus.name, utterances: corpus.utterances.length, ...figures },
      });
    });

const range = ({ min, median, mean, max }: Spread, digits = 1): string[] =>
  [min, median, mean, max].map((value) => value.toFixed(digits));

/** Returns what a corpus holds as lines. */
export function formatFigures(corpus: Corpus, figures: CorpusFigures): string {
  const { emotions, speakers, imbalance, totalSeconds, clipped, digitalSilence, sampleRates } = figures;
  const total = corpus.utterances.length;
  const rates = sampleRates.map(({ sampleRate, clips }) => `${sampleRate} Hz (${clips})`).join(', ');
  const percent = (spread: Spread): Spread => ({
    min: 100 * spread.min,
    median: 100 * spread.median,
    mean: 100 * spread.mean,
    max: 100 * spread.max,
  });
  return [
    `${corpus.title}`,
    `${total} utterances of ${speakers.length} speakers, ${formatDuration(1000 * totalSeconds)}, language ${corpus.language}`,
    `License: ${corpus.license}. Source: ${corpus.source}`,
    '',
    formatTable([
      ['emotion', 'utterances', 'share'],
      ...emotions.map(({ emotion, utterances }) => [emotion, String(utterances), formatPercent(utterances / total)]),
    ]),
    `The largest class is ${imbalance.toFixed(2)} times the smallest.`,
    '',
    formatTable([
      ['speaker', 'utterances'],
      ...speakers.map(({ speaker, utterances }) => [speaker, String(utterances)]),
    ]),
    '',
    formatTable([
      ['', 'least', 'median', 'mean', 'most'],
      ['duration in s', ...range(figures.seconds, 2)],
      ['level in dBFS', ...range(figures.rmsDb)],
      ['silence in %', ...range(percent(figures.silentRatio))],
    ]),
    `Sample rates: ${rates}.`,
    `Clips with clipping: ${clipped.length}; with nothing but zeros: ${digitalSilence.length}.`,
    `Equal files: ${corpus.duplicates.length}; sound files left out: ${corpus.skipped.length}.`,
  ].join('\n');
}

/** Returns the plots by file name. */
function plotsOf({ name }: Corpus, { emotions, speakers, clips }: CorpusFigures): Record<string, string> {
  const levels = clips.map(({ rmsDb }) => rmsDb).filter(Number.isFinite);
  const histogram = (title: string, axis: string, values: readonly number[]): string =>
    histogramSvg({ title: `${name}: ${title}`, axis, values });
  const plots: Record<string, string> = {
    [MARK]: countsSvg({
      title: `${name}: utterances of each emotion`,
      counts: emotions.map(({ emotion, utterances }) => ({ label: emotion, count: utterances })),
    }),
    'speakers.svg': countsSvg({
      title: `${name}: utterances of each speaker`,
      counts: speakers.map(({ speaker, utterances }) => ({ label: speaker, count: utterances })),
    }),
    'durations.svg': histogram(
      'durations',
      'duration in s',
      clips.map(({ seconds }) => seconds),
    ),
    'silence.svg': histogram(
      'silence',
      'silent part of a clip in %',
      clips.map(({ silentRatio }) => 100 * silentRatio),
    ),
  };
  if (levels.length > 0) plots['levels.svg'] = histogram('levels', 'root mean square in dBFS', levels);
  return plots;
}
