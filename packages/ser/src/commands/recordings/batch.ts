import { Command, Option } from '@commander-js/extra-typings';
import { type BatchEngine, type BatchSummary, findClips, localEngine, runBatch } from '@ser/batch';
import { availableThreads, printable } from '@ser/core';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { clipScorer, redisAddress } from '../../pool/clip-scorer.js';
import { openRecognizers } from '../../pool/open-recognizers.js';

/** Exit code of a batch that is finished, but has clips without an answer. */
const SOME_FAILED = 2;

/** Options that an engine is made of. */
interface EngineOptions {
  readonly model: string | undefined;
  readonly redis: string | undefined;
  readonly threads: number;
  readonly maxSeconds: number;
  readonly timeoutSeconds: number;
}

/** Opens what scores the clips: local threads, or the workers at a Redis. */
async function openEngine(options: EngineOptions): Promise<BatchEngine & { close(): Promise<void> }> {
  const { model, redis, threads, maxSeconds, timeoutSeconds } = options;
  const recognizers = await openRecognizers(model, redis === undefined ? threads : 1);
  const scorer = clipScorer(recognizers);
  if (redis === undefined) {
    const engine = localEngine(scorer, { maxSeconds, timeoutSeconds, atOnce: 2 * threads });
    return { ...engine, close: () => recognizers.close() };
  }
  await recognizers.close();
  const { digest, labels } = scorer;
  // It loads a client of Redis, which local threads do not need.
  const { queueEngine } = await import('@ser/batch/queue');
  return queueEngine({ ...redisAddress(redis), model: { digest, labels }, maxSeconds, timeoutSeconds });
}

/** `398 clips, 2 of them failed, 41.3 a second`, and where the results are. */
function formatSummary({ clips, failed, resumed, out, failedFile, clipsPerSecond }: BatchSummary): string {
  const before = resumed > 0 ? `, ${resumed} of them before it was resumed` : '';
  return [
    `${clips} ${clips === 1 ? 'clip' : 'clips'}${before}; ${clipsPerSecond.toFixed(1)} a second`,
    `Written to ${printable(out)}`,
    ...(failedFile === undefined ? [] : [`${failed} failed: see ${printable(failedFile)}`]),
  ].join('\n');
}

/** `ser batch recordings --out results.parquet`, `ser batch 'clips/*.wav' --redis redis://queue:6379 --out results.csv` */
export const command = () =>
  new Command()
    .argument('<inputs...>', 'folders, lists (.csv, .tsv, .txt), quoted patterns such as "a/**/*.wav", files, URLs')
    .addOption(new Option('--out <file>', 'results: a .parquet, .csv or .jsonl file').makeOptionMandatory())
    .addOption(OPTIONS.modelFolder())
    .option('--root <folder>', 'folder that paths are relative to (default: the folder given)')
    .addOption(OPTIONS.threads())
    .option('--redis <url>', 'URL of the Redis whose `ser worker` processes score the clips')
    .option('--resume', 'continue a batch that was stopped')
    .addOption(
      new Option('--max-seconds <n>', 'longest recording in seconds')
        .argParser(wholeNumber('--max-seconds', 1))
        .default(14_400),
    )
    .addOption(
      new Option('--timeout <n>', 'seconds that a clip may take')
        .argParser(wholeNumber('--timeout', 1, 86_400))
        .default(600),
    )
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .addHelpText(
      'after',
      `\nExit codes: 0 success, ${SOME_FAILED} some clips failed, 1 error, 130 interrupted by Ctrl-C.`,
    )
    .action(async (inputs, { out, root, model, redis, resume, maxSeconds, timeout, ...options }) => {
      const output = commandOutput(options);
      const note = (text: string): void => output.note(`Note: ${printable(text)}.`, { note: text });
      const clips = await findClips(inputs, { root });
      for (const text of clips.notes) note(text);
      const { threads = availableThreads() } = options;
      await interruptible(async (signal, advise) => {
        const engine = await openEngine({ model, redis, threads, maxSeconds, timeoutSeconds: timeout });
        try {
          advise(() => 'Add --resume to the same command to continue.');
          const summary = await runBatch(clips, engine, { out, resume, signal, onNote: note, ...output.watch });
          output.result(formatSummary(summary), summary);
          if (summary.failed > 0) process.exitCode = SOME_FAILED;
        } finally {
          await engine.close();
        }
      });
    });
