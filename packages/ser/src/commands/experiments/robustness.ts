import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type Corpus, speakersOf, type Utterance } from '@ser/datasets';
import { CORRUPTIONS, type Corruption, openStudy, type RobustnessRow } from '@ser/experiments';
import type { SerEnsemble, SerModel } from '@ser/models';
import { robustnessSvg } from '@ser/report';
import { seenInTraining } from '@ser/training';
import { parseVariation } from '../../cli/experiment/variation.js';
import { interruptible } from '../../cli/interrupt.js';
import { names, OPTIONS, outFolder, repeated } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { formatPercent, formatTable } from '../../cli/output/terminal.js';
import { utterancesOf } from '../../cli/speakers.js';
import { openReadyModel } from '../../recognize/engine.js';
import { expectedSpeakers } from '../../recognize/expected-speakers.js';

const TABLE_FILE = 'robustness.csv';

/** `ser robustness --model folder --corpus emodb --speakers 03,08` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .option('--speakers <names>', 'use only these speakers, e.g. those of `ser train --leave-out 03,08`', names)
    .option(
      '--condition <kind=v1,v2>',
      `${Object.keys(CORRUPTIONS).join(', ')}; values are optional; repeatable (default: all)`,
      repeated,
    )
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .addOption(outFolder('folder for the results (default: results/<corpus>-robustness)'))
    .action(async ({ corpus: name = 'synthetic', data, speakers: asked, condition, seed = 0, ...options }) => {
      const conditions = conditionsOf(condition);
      const output = commandOutput(options);
      const { onProgress } = output.watch;
      await interruptible(async (signal) => {
        const description = {
          corpus: name.includes(',') ? name.split(',') : name,
          model: { kind: 'cnn' },
          seed,
        } as const;
        const study = await openStudy(description, { data, signal, onProgress });
        const { corpus } = study;
        const utterances = asked ? utterancesOf('--speakers', asked, corpus).theirs : corpus.utterances;
        const out = options.out ?? join('results', `${corpus.name}-robustness`);
        assertOutputFolder('--out', out, TABLE_FILE);
        const { model, dispose } = await openReadyModel(options.model, { encoder: options.encoder, signal });
        const { evaluated, leftOut } = knownEmotions(model, corpus, utterances);
        const expected = expectedSpeakers(model);
        if (expected) output.note(`Evaluated without enrollment: ${expected}`, { expected });
        const rows = await study.robustness(model, { ids: evaluated.map(({ id }) => id), conditions });
        const seen = speakersOf(evaluated.filter((one) => model.members.some(({ card }) => seenInTraining(card, one))));
        const speakers = speakersOf(evaluated);
        const about = { model: model.card.name, corpus: corpus.name, speakers, seen, leftOut, seed, rows };
        dispose();
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
            ...(seen.length > 0 ? [formatSeen(corpus, seen, speakers)] : []),
            `\nWritten to ${out}: ${[TABLE_FILE, 'robustness.json', ...Object.keys(plots)].join(', ')}`,
          ].join('\n'),
          { out, ...about },
        );
      });
    });

/** Clips that were not evaluated: how many, and by emotion. */
interface LeftOut {
  readonly clips: number;
  readonly emotions: Readonly<Record<string, number>>;
}

/** The utterances whose emotion a model knows; others say nothing of it. */
function knownEmotions(
  { labels }: SerModel | SerEnsemble,
  corpus: Corpus,
  utterances: readonly Utterance[],
): { evaluated: Utterance[]; leftOut: LeftOut } {
  const evaluated = utterances.filter(({ emotion }) => labels.includes(emotion));
  const emotions: Record<string, number> = {};
  for (const { emotion } of utterances) if (!labels.includes(emotion)) emotions[emotion] = (emotions[emotion] ?? 0) + 1;
  if (evaluated.length === 0) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `the model knows none of the emotions of ${corpus.name}: ${Object.keys(emotions).join(', ')}`,
      { hint: `It knows ${labels.join(', ')}.` },
    );
  }
  return { evaluated, leftOut: { clips: utterances.length - evaluated.length, emotions } };
}

function formatLeftOut({ clips, emotions }: LeftOut): string {
  const counts = Object.entries(emotions).map(([emotion, count]) => `${emotion} ${count}`);
  return `Left out: ${clips} ${clips === 1 ? 'clip' : 'clips'} of emotions that the model does not know (${counts.join(', ')}).`;
}

/** Returns what forbids to believe the figures: speakers that the model may have been trained on. */
function formatSeen({ name }: Corpus, seen: readonly string[], evaluated: readonly string[]): string {
  const who = seen.length < evaluated.length ? seen.join(', ') : 'these speakers';
  return (
    `The model was trained on ${name}, and its card does not name ${who} as left out: ` +
    'the figures are too good. See `ser train --leave-out` and --speakers.'
  );
}

/** The conditions of `--condition`; all by default. */
function conditionsOf(given: readonly string[] = []): Partial<Record<Corruption, readonly number[]>> | undefined {
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
