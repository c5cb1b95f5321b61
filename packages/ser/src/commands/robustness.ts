import { join } from 'node:path';
import { invalidArgument } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { robustnessSvg } from '@ser/report';
import { DISTURBANCES, type Disturbance, type RobustnessRow, robustnessCurves } from '@ser/training';
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
        `${Object.keys(DISTURBANCES).join(', ')}, with values or as they are; may be given several times (default: all)` as string,
    },
    seed: { type: 'string', valueHint: 'n', default: '0', description: 'seed of noise, voices, rooms and places' },
    ...OUTPUT_OPTIONS,
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-robustness' },
  },
  async run({ args, rawArgs }) {
    const seed = wholeNumber('seed', args.seed, 0)!;
    const conditions = conditionsOf(rawArgs);
    const corpus = await openCorpus(args.corpus, args.data);
    const ids = args.speakers === undefined ? undefined : utterancesOf('--speakers', args.speakers, corpus).theirs;
    const out = args.out ?? join('results', `${corpus.name}-robustness`);
    assertOutputFolder('--out', out, TABLE_FILE);
    const output = commandOutput(args);
    const model = await openModel(args.model);
    const expected = expectedSpeakers(model);
    if (expected) output.note(`Judged by strangers: ${expected}`, { expected });
    const rows = await interruptible((signal) =>
      robustnessCurves(model, corpus, {
        seed,
        signal,
        ...(ids ? { ids } : {}),
        ...(conditions ? { conditions } : {}),
        ...output.watch,
      }),
    );
    const about = { model: model.card.name, corpus: corpus.name, speakers: args.speakers?.split(','), seed, rows };
    const met = ids === undefined && corpus.utterances.some((one) => model.card.corpora.includes(one.corpus));
    model.dispose();
    const plots = plotsOf(model.card.name, rows, 1 / model.labels.length);
    await writeFiles(out, {
      [TABLE_FILE]: tableOf(rows),
      'robustness.json': `${JSON.stringify(about, undefined, 2)}\n`,
      ...plots,
    });
    output.result(
      `${formatRows(rows)}\n${met ? `The model was trained on ${corpus.name}: with recordings that it knows, these figures are too good. See --speakers.\n` : ''}\n` +
        `Written to ${out}: ${[TABLE_FILE, 'robustness.json', ...Object.keys(plots)].join(', ')}`,
      { out, trainedOnIt: met, ...about },
    );
  },
});

/** The conditions of `--condition`; all by default. */
function conditionsOf(raw: readonly string[]): Partial<Record<Disturbance, readonly number[]>> | undefined {
  const given = repeated('condition', raw);
  if (given.length === 0) return undefined;
  return Object.fromEntries(
    given.map((text) => {
      const { field, values } = text.includes('=')
        ? parseVariation('--condition', text)
        : { field: text, values: undefined };
      if (!Object.hasOwn(DISTURBANCES, field))
        throw invalidArgument('--condition', field, `one of ${Object.keys(DISTURBANCES).join(', ')}`);
      const numbers = values ?? DISTURBANCES[field as Disturbance];
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

const UNITS: Readonly<Record<Disturbance | 'clean', string>> = {
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
