import { Command } from '@commander-js/extra-typings';
import { printable, SerError } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { endingOf } from '../../cli/output/picture-file.js';
import { cardsOf, openCorpusOf, openRuns } from '../../cli/report/open-run.js';
import { shownMistakes } from '../../cli/report/shown-clips.js';
import { type Extras, type WriteReportOptions, writeAllPlots, writeReport } from '../../cli/report/write-report.js';

/** `ser report results/emodb-loso-cnn`, `ser report results/a results/b --plots plots` */
export const command = () =>
  new Command()
    .argument(
      '<runs...>',
      'one or two folders written by `ser evaluate`; the page includes the curves of `ser robustness --out <run>/robustness`',
    )
    .option('--out <file>', 'the page', 'report.html')
    .option('--plots <folder>', 'write every plot as SVG and PNG too')
    .addOption(OPTIONS.data())
    .option('--mistakes <n>', 'number of mistakes of each run to play', wholeNumber('--mistakes', 0, 100), 6)
    .option(
      '--no-audio',
      'leave out recordings and pictures of them, which the license of a corpus may not let you share',
    )
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .action(async (folders, { out, plots, data, mistakes, audio, ...options }) => {
      endingOf('--out', out, ['.html']);
      const output = commandOutput(options);
      await interruptible(async (signal) => {
        const runs = await openRuns(folders);
        if (data !== undefined && new Set(runs.map(({ run }) => run.config.corpus)).size > 1)
          throw new SerError(
            'INVALID_ARGUMENT',
            `--data ${data} is the folder of one corpus, and the runs have several`,
            {
              hint: 'Set SER_DATA_DIR.',
            },
          );
        const opened = new Map<string, Corpus | string>();
        const extras: Extras[] = [];
        const intro: string[] = [];
        for (const one of runs) {
          const { corpus: name } = one.run.config;
          if (audio && !opened.has(name)) opened.set(name, await openCorpusOf(one, data));
          const corpus = opened.get(name);
          const clips =
            typeof corpus === 'object'
              ? await shownMistakes(one.run, corpus, mistakes, { signal, onProgress: output.watch.onProgress })
              : [];
          extras.push({ robustness: one.robustness, warnings: one.warnings, clips });
        }
        for (const [name, corpus] of opened) {
          if (typeof corpus === 'string')
            output.note(`Note: no recordings of ${name}: ${printable(corpus)}`, { name, corpus });
          else if (corpus.benchmark && mistakes > 0)
            intro.push(`This page contains recordings of ${corpus.title}: mind their license before you pass it on.`);
        }
        const corpora = new Map<string, WriteReportOptions['corpora'][number]>();
        for (const one of runs) {
          const corpus = opened.get(one.run.config.corpus);
          for (const card of typeof corpus === 'object' ? [corpus] : cardsOf(one)) corpora.set(card.name, card);
        }
        const about = runs.map(({ run }) => run);
        await writeReport(out, about, { corpora: [...corpora.values()], intro, extras, compares: true });
        const written = [`Written to ${out}`];
        if (plots !== undefined) {
          const { plots: count, problem } = await writeAllPlots(plots, about, extras);
          if (problem !== undefined) output.note(`Note: no PNG files. ${problem}`, { problem });
          written.push(`${count} plots written to ${plots}`);
        }
        const shown = extras.reduce((sum, { clips = [] }) => sum + clips.length, 0);
        output.result(written.join('\n'), { out, plots, runs: runs.map(({ folder }) => folder), recordings: shown });
      });
    });
