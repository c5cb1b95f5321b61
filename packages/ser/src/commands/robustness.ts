import { join } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type Corpus, speakersOf, type Utterance } from '@ser/datasets';
import { CORRUPTIONS, type Corruption, type RobustnessRow, robustnessCurves } from '@ser/experiments';
import type { SerEnsemble, SerModel } from '@ser/models';
import { robustnessSvg } from '@ser/report';
import { mayHaveMet } from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { expectedSpeakers } from '../expected-speakers.js';
import { interruptible } from '../interrupt.js';
import { CORPUS_OPTIONS, MODEL_OPTION, OUTPUT_OPTIONS, repeated, wholeNumber } from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { openModel } from '../pretrained.js';
import { utterancesOf } from '../speakers.js';
import { formatPercent, formatTable } from '../terminal.js';
import { parseVariation } from '../variation.js';

const TABLE_FILE = 'robustness.csv';

/** `ser robustness --model folder --corpus emodb --speakers 03,08` */
export const robustness: CommandDef = command({
  meta: {
    name: 'robustness',
    description: 'Measure how a model suffers from noise, voices, telephone, level, rooms and short clips',
  },
  args: {
    ...MODEL_OPTION,
    ...CORPUS_OPTIONS,
    speakers: {
      type: 'string',
      valueHint: 'names',
      description: 'judge by these alone, e.g. 03,08: whom `ser train --leave-out 03,08` has not met',
    },
    condition: {
      type: 'string',
      valueHint: 'kind=v1,v2',
      description:
        `${Object.keys(CORRUPTIONS).join(', ')}, with values or as they are; may be given several times (default: all)` as string,
    },
    seed: { type: 'string', valueHint: 'n', default: '0', description: 'seed of noise, voices, rooms and places' },
    ...OUTPUT_OPTIONS,
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-robustness' },
  },
  async run({ args, rawArgs }) {
    const seed = wholeNumber('seed', args.seed, 0)!;
    const conditions = conditionsOf(rawArgs);
    const corpus = await openCorpus(args.corpus, args.data);
    const asked =
      args.speakers === undefined ? corpus.utterances : utterancesOf('--speakers', args.speakers, corpus).theirs;
    const out = args.out ?? join('results', `${corpus.name}-robustness`);
    assertOutputFolder('--out', out, TABLE_FILE);
    const output = commandOutput(args);
    const model = await openModel(args.model);
    const { judged, leftOut } = knownEmotions(model, corpus, asked);
    const expected = expectedSpeakers(model);
    if (expected) output.note(`Judged by strangers: ${expected}`, { expected });
    const rows = await interruptible((signal) =>
      robustnessCurves(model, corpus, {
        seed,
        signal,
        ids: judged.map(({ id }) => id),
        ...(conditions ? { conditions } : {}),
        ...output.watch,
      }),
    );
    const met = speakersOf(judged.filter((one) => model.members.some(({ card }) => mayHaveMet(card, one))));
    const speakers = speakersOf(judged);
    const about = { model: model.card.name, corpus: corpus.name, speakers, met, leftOut, seed, rows };
    model.dispose();
    const plots = plotsOf(model.card.name, rows, 1 / model.labels.length);
    await writeFiles(out, {
      [TABLE_FILE]: tableOf(rows),
      'robustness.json': `${JSON.stringify(about, undefined, 2)}\n`,
      ...plots,
    });
    output.result(
      [
        formatRows(rows),
        ...(leftOut.clips > 0 ? [formatLeftOut(leftOut)] : []),
        ...(met.length > 0 ? [formatMet(corpus, met, speakers)] : []),
        `\nWritten to ${out}: ${[TABLE_FILE, 'robustness.json', ...Object.keys(plots)].join(', ')}`,
      ].join('\n'),
      { out, ...about },
    );
  },
});

/** Clips that were not judged: how many, and by emotion. */
interface LeftOut {
  readonly clips: number;
  readonly emotions: Readonly<Record<string, number>>;
}

/** The utterances whose emotion a model knows; others say nothing of it. */
function knownEmotions(
  { labels }: SerModel | SerEnsemble,
  corpus: Corpus,
  utterances: readonly Utterance[],
): { judged: Utterance[]; leftOut: LeftOut } {
  const judged = utterances.filter(({ emotion }) => labels.includes(emotion));
  const emotions: Record<string, number> = {};
  for (const { emotion } of utterances) if (!labels.includes(emotion)) emotions[emotion] = (emotions[emotion] ?? 0) + 1;
  if (judged.length === 0) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `the model knows none of the emotions of ${corpus.name}: ${Object.keys(emotions).join(', ')}`,
      { hint: `It knows ${labels.join(', ')}.` },
    );
  }
  return { judged, leftOut: { clips: utterances.length - judged.length, emotions } };
}

function formatLeftOut({ clips, emotions }: LeftOut): string {
  const counts = Object.entries(emotions).map(([emotion, count]) => `${emotion} ${count}`);
  return `Left out: ${clips} ${clips === 1 ? 'clip' : 'clips'} of emotions that the model does not know (${counts.join(', ')}).`;
}

/** Warns of speakers that the model may have been trained on. */
function formatMet({ name }: Corpus, met: readonly string[], judged: readonly string[]): string {
  const who = met.length < judged.length ? met.join(', ') : 'these speakers';
  return (
    `The model was trained on ${name}, and its card does not name ${who} as left out: ` +
    'figures of voices that it knows are too good. See `ser train --leave-out` and --speakers.'
  );
}

/** The conditions of `--condition`; all by default. */
function conditionsOf(raw: readonly string[]): Partial<Record<Corruption, readonly number[]>> | undefined {
  const given = repeated('condition', raw);
  if (given.length === 0) return undefined;
  return Object.fromEntries(
    given.map((text) => {
      const { field, values } = text.includes('=')
        ? parseVariation('--condition', text)
        : { field: text, values: undefined };
      if (!Object.hasOwn(CORRUPTIONS, field))
        throw invalidArgument('--condition', field, `one of ${Object.keys(CORRUPTIONS).join(', ')}`);
      const numbers = values ?? CORRUPTIONS[field as Corruption];
      if (!numbers.every((value) => typeof value === 'number'))
        throw invalidArgument('--condition', text, 'a kind with numbers, such as white=20,10,0');
      return [field, numbers];
    }),
  );
}

/** A plot of each condition that was measured. */
function plotsOf(name: string, rows: readonly RobustnessRow[], chance: number): Record<string, string> {
  const conditions = new Set(rows.map(({ condition }) => condition));
  conditions.delete('clean');
  return Object.fromEntries(
    [...conditions].map((condition) => [
      `${condition}.svg`,
      robustnessSvg({ condition, series: [{ name, rows }], chance }),
    ]),
  );
}

const COLUMNS = ['condition', 'value', 'uar', 'war', 'n'] as const;

const tableOf = (rows: readonly RobustnessRow[]): string =>
  `${[COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))].map((row) => row.join(',')).join('\n')}\n`;

const UNITS: Readonly<Record<Corruption | 'clean', string>> = {
  clean: '',
  white: 'dB of noise ratio',
  babble: 'dB of noise ratio',
  telephone: 'Hz',
  level: 'dBFS',
  reverberation: 's',
  length: 's',
};

function formatRows(rows: readonly RobustnessRow[]): string {
  const lines = rows.map(({ condition, value, uar, war }) => [
    condition,
    condition === 'clean' ? '' : `${value} ${UNITS[condition]}`,
    formatPercent(uar),
    formatPercent(war),
  ]);
  return formatTable([['condition', '', 'UAR', 'WAR'], ...lines]);
}
