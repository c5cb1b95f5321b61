import { Command } from '@commander-js/extra-typings';
import { writeFiles } from '@ser/core/node';
import { speakersOf } from '@ser/datasets';
import { openCorpus } from '@ser/datasets/node';
import { openStudy } from '@ser/experiments';
import { describeEnrollment } from '@ser/models';
import { trainingCurvesSvg } from '@ser/report';
import type { History } from '@ser/training';
import { openCheckpoints } from '../../cli/experiment/checkpoints.js';
import { noteCorpus } from '../../cli/experiment/corpus-notes.js';
import { encoderFor } from '../../cli/experiment/encoder-file.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../../cli/experiment/experiment-file.js';
import { EXPERIMENT_OPTIONS } from '../../cli/experiment/experiment-options.js';
import { interruptible } from '../../cli/interrupt.js';
import { names, OPTIONS, outFolder, wholeNumber } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { formatDuration } from '../../cli/output/terminal.js';
import { utterancesOf } from '../../cli/speakers.js';

/** `ser train --corpus emodb --model cnn --out models/emodb-cnn` */
export const command = () =>
  new Command()
    .addOption(EXPERIMENT_OPTIONS.config())
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .addOption(EXPERIMENT_OPTIONS.kind())
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.set())
    .addOption(EXPERIMENT_OPTIONS.initial())
    .addOption(EXPERIMENT_OPTIONS.speakerAdaptation())
    .addOption(EXPERIMENT_OPTIONS.epochs())
    .option(
      '--leave-out <names>',
      'speakers not to train on, e.g. 03,08, so that the model can be tested on them',
      names,
    )
    .option(
      '--holdout <n>',
      "number of speakers to hold out for validation and calibration; 0 for none (default: the recipe's, " +
        'else a tenth of the speakers where there are 5 or more)',
      wholeNumber('--holdout', 0),
    )
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.cache())
    .addOption(OPTIONS.noCache())
    .addOption(OPTIONS.threads())
    .addOption(OPTIONS.precision())
    .addOption(OPTIONS.strict())
    .addOption(OPTIONS.resume())
    .option('--force', 'replace a finished model')
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .addOption(outFolder('where to save the model').makeOptionMandatory())
    .action(async ({ out, cache, threads, precision, epochs, leaveOut, holdout, force, ...options }) => {
      const described = await experimentOf(options);
      assertOutputFolder('--out', out, 'model.json', { force: force === true || options.resume === true });
      const output = commandOutput(options);
      const { onProgress } = output.watch;
      await interruptible(async (signal, advise) => {
        const corpus = await openCorpus(described.corpus, options.data, described);
        const kept = leaveOut ? utterancesOf('--leave-out', leaveOut, corpus).ofOthers : corpus.utterances;
        const { training } = described;
        const heldOut = holdout ?? training.heldOutSpeakers ?? holdoutFor(speakersOf(kept).length);
        const experiment = {
          ...described,
          training: { ...training, epochs: epochs ?? training.epochs, heldOutSpeakers: heldOut },
        };
        const study = await openStudy(experiment, {
          ...{ corpus, threads, signal, onProgress },
          cache: cache || undefined,
          encoder: encoderFor(described, options),
          strict: options.strict,
        });
        study.checkCorpus();
        const ids = kept.map(({ id }) => id);
        const work = { experiment, leaveOut, utterances: ids.length };
        const checkpoints = await openCheckpoints(out, work, { resume: options.resume, mark: 'model.json' }, output);
        advise(checkpoints.hint);
        try {
          const features = await study.features;
          noteCorpus(study, output);
          const { model, history, heldOutSpeakers } = await study.train({ ids, checkpoints: checkpoints.store });
          await model.save(out, { precision });
          await writeFiles(out, {
            [EXPERIMENT_FILE]: experimentText(experiment),
            'training.svg': curvesOf(history, model.labels.length),
          });
          await checkpoints.clear();
          const { enrollment } = model;
          const { kind } = experiment.model;
          const utterances = ids.filter((id) => features.has(id)).length;
          output.result(
            [
              `Trained ${kind} on ${utterances} utterances of ${corpus.name} in ${formatDuration(1000 * history.seconds)}.`,
              ...heldOutLines(heldOutSpeakers, history),
              ...(enrollment ? [`It expects speakers that are enrolled from ${describeEnrollment(enrollment)}.`] : []),
              enrollment
                ? `Saved to ${out}. Try: ser enroll --model ${out} --speaker anna a.wav b.wav --out anna.json`
                : `Saved to ${out}. Try: ser predict --model ${out} clip.wav`,
            ].join('\n'),
            {
              ...{ out, corpus: corpus.name, model: kind, speakerAdaptation: enrollment?.kind ?? 'none' },
              ...{ utterances, heldOutSpeakers, history },
            },
          );
          model.dispose();
        } finally {
          checkpoints.release();
        }
      });
    });

/** The number of speakers held out by default: a tenth, at least one; none where each speaker is needed. */
const holdoutFor = (speakers: number): number => (speakers < 5 ? 0 : Math.max(1, Math.round(speakers / 10)));

/** The learning curves of a training, as SVG. */
const curvesOf = ({ epochs }: History, classes: number): string =>
  trainingCurvesSvg({ series: [{ name: 'training', epochs }], chance: 1 / classes });

/** Says who was held out, and what the model reached on them in the epoch whose weights it has. */
function heldOutLines(speakers: readonly string[], { epochs, bestEpoch }: History): string[] {
  const { heldOut } = epochs[(bestEpoch ?? epochs.length) - 1]!;
  if (!heldOut) return [];
  const who = speakers.length === 1 ? `speaker ${speakers[0]}` : `speakers ${speakers.join(', ')}`;
  return [
    `UAR on ${who}, held out: ${(100 * heldOut.uar).toFixed(1)} %. It chose the model's calibration, so it is no test result.`,
  ];
}
