import { Command } from '@commander-js/extra-typings';
import { writeFiles } from '@ser/core/node';
import { openStudy } from '@ser/experiments';
import { describeEnrollment } from '@ser/models';
import { openCheckpoints } from '../cli/checkpoints.js';
import { noteCorpus } from '../cli/corpus-notes.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../cli/experiment-file.js';
import { interruptible } from '../cli/interrupt.js';
import { names, OPTIONS, outFolder } from '../cli/options.js';
import { commandOutput } from '../cli/output.js';
import { assertOutputFolder } from '../cli/output-folder.js';
import { utterancesOf } from '../cli/speakers.js';
import { formatDuration } from '../cli/terminal.js';

/** `ser train --corpus emodb --model cnn --out models/emodb-cnn` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.config())
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .addOption(OPTIONS.kind())
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.set())
    .addOption(OPTIONS.initial())
    .addOption(OPTIONS.speakerAdaptation())
    .addOption(OPTIONS.epochs())
    .option(
      '--leave-out <names>',
      'speakers not to train on, e.g. 03,08, so that the model can be tested on them',
      names,
    )
    .addOption(OPTIONS.cache())
    .addOption(OPTIONS.noCache())
    .addOption(OPTIONS.threads())
    .addOption(OPTIONS.precision())
    .addOption(OPTIONS.strict())
    .addOption(OPTIONS.resume())
    .option('--force', 'replace a finished model')
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.jsonLines())
    .addOption(outFolder('where to save the model').makeOptionMandatory())
    .action(async ({ out, cache, threads, precision, epochs, leaveOut, force, ...options }) => {
      const described = await experimentOf(options);
      const experiment =
        epochs === undefined ? described : { ...described, training: { ...described.training, epochs } };
      assertOutputFolder('--out', out, 'model.json', { force: force === true || options.resume === true });
      const output = commandOutput(options);
      const { onProgress } = output.watch;
      await interruptible(async (signal, advise) => {
        const study = await openStudy(experiment, {
          ...{ data: options.data, threads, signal, onProgress },
          cache: cache || undefined,
          strict: options.strict,
        });
        const { corpus } = study;
        const kept = leaveOut ? utterancesOf('--leave-out', leaveOut, corpus).ofOthers : corpus.utterances;
        const ids = kept.map(({ id }) => id);
        const work = { experiment, leaveOut, utterances: ids.length };
        const checkpoints = await openCheckpoints(out, work, { resume: options.resume, mark: 'model.json' }, output);
        advise(checkpoints.hint);
        try {
          await study.features;
          noteCorpus(study, output);
          const { model, history, heldOutSpeakers } = await study.train({ ids, checkpoints: checkpoints.store });
          await model.save(out, { precision });
          await writeFiles(out, { [EXPERIMENT_FILE]: experimentText(experiment) });
          await checkpoints.clear();
          const { enrollment } = model;
          const next = enrollment
            ? `It expects speakers that are enrolled from ${describeEnrollment(enrollment)}.\n` +
              `Saved to ${out}. Try: ser enroll --model ${out} --speaker anna a.wav b.wav --out anna.json`
            : `Saved to ${out}. Try: ser predict --model ${out} clip.wav`;
          const { kind } = experiment.model;
          output.result(
            `Trained ${kind} on ${ids.length} utterances of ${corpus.name} in ${formatDuration(1000 * history.seconds)}.\n${next}`,
            {
              ...{ out, corpus: corpus.name, model: kind, speakerAdaptation: enrollment?.kind ?? 'none' },
              ...{ utterances: ids.length, heldOutSpeakers, history },
            },
          );
          model.dispose();
        } finally {
          checkpoints.release();
        }
      });
    });
