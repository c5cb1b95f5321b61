import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { writeWav } from '@ser/audio/node';
import { makeFolder } from '@ser/core/node';
import { speakersOf } from '@ser/datasets';
import { openStudy, type Run, type Study, type StudyOptions } from '@ser/experiments';
import type { ModelKind } from '@ser/models';
import { availableThreads, evaluate } from '@ser/training';
import { describeEnvironment } from '../cli/experiment/environment.js';
import { interruptible } from '../cli/interrupt.js';
import { OPTIONS, outFolder } from '../cli/options.js';
import { formatComparison } from '../cli/output/summary.js';
import { formatDuration, formatPrediction, progressPrinter } from '../cli/output/terminal.js';
import { shownMistakes } from '../cli/report/shown-clips.js';
import { writeReport } from '../cli/report/write-report.js';
import { loadRecognizer } from '../recognizer.js';

const KINDS: readonly ModelKind[] = ['cnn', 'rnn', 'lstm'];
const PROTOCOL = 'speaker-4';
const EPOCHS = 20;
const SHOWN_MISTAKES = 4;

/** `ser demo`: the main job on the synthetic corpus. */
export const command = () =>
  new Command()
    .addOption(outFolder('where to write the results').default('results/demo'))
    .addOption(OPTIONS.quiet())
    .action(({ out, quiet }) => interruptible((signal) => runDemo(out, quiet === true, signal)));

async function runDemo(out: string, quiet: boolean, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const progress = progressPrinter(process.stderr);
  const options: StudyOptions = {
    ...{ signal, threads: availableThreads(), environment: describeEnvironment() },
    onProgress: quiet ? undefined : progress.listener,
  };
  await makeFolder(out);

  const first = await studyOf('cnn', options);
  const { corpus } = first;
  const features = await first.features;
  progress.end();
  say(
    `1. ${corpus.title}: ${corpus.utterances.length} utterances, ${speakersOf(corpus.utterances).length} virtual speakers, ${corpus.emotions.join(', ')}`,
  );

  say(`2. Train ${KINDS.join(', ')}, each tested on speakers that are not in its training data (protocol ${PROTOCOL})`);
  const runs: Run[] = [];
  for (const kind of KINDS) {
    const run = await (await studyOf(kind, { ...options, corpus, features })).evaluate();
    progress.end();
    await run.write(join(out, kind));
    runs.push(run);
  }
  say(formatComparison(runs));
  const extras = [];
  for (const run of runs) extras.push({ clips: await shownMistakes(run, corpus, SHOWN_MISTAKES, { signal }) });
  const report = await writeReport(join(out, 'report.html'), runs, { corpora: [corpus], extras });
  say(`3. The report: ${report}`);

  // One of the training speakers is held out to calibrate the confidence.
  const study = await studyOf('cnn', { ...options, corpus, features }, { heldOutSpeakers: 1 });
  const [fold] = (await study.split).folds;
  const { model } = await study.train({ ids: fold!.train });
  progress.end();
  const folder = join(out, 'model');
  await model.save(folder);
  const { predictions } = await evaluate(model, corpus, fold!.test, { signal });
  model.dispose();
  const right = predictions.filter(({ truth, predicted }) => truth === predicted);
  const wrong = predictions.filter(({ truth, predicted }) => truth !== predicted);
  say(
    `4. A model saved to ${folder}. It recognizes ${right.length} of ${predictions.length} clips of unseen speakers; one that it does, and one that it does not:`,
  );

  const recognizer = await loadRecognizer(folder);
  for (const [name, prediction] of [
    ['clip.wav', right[0]],
    ['mistake.wav', wrong[0]],
  ] as const) {
    if (!prediction) continue;
    const clip = join(out, name);
    await writeWav(clip, await corpus.read(corpus.utterances.find(({ id }) => id === prediction.id)!));
    say(`   ${clip}: ${prediction.speaker} sounds ${prediction.truth}`);
    say(formatPrediction(clip, await recognizer.predict(clip)));
  }
  recognizer.dispose();
  say(`Done in ${formatDuration(Date.now() - started)}. Next: ser --help`);
}

const studyOf = (kind: ModelKind, options: StudyOptions, training: { heldOutSpeakers?: number } = {}): Promise<Study> =>
  openStudy(
    { corpus: 'synthetic', protocol: PROTOCOL, model: { kind }, training: { ...training, epochs: EPOCHS }, seed: 0 },
    options,
  );
