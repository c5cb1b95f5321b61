import { stat } from 'node:fs/promises';
import { Command, Option } from '@commander-js/extra-typings';
import { serveQueue } from '@ser/batch/queue';
import { availableThreads, invalidArgument, printable } from '@ser/core';
import { untilStopped } from '../../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../../cli/options.js';
import { clipScorer, redisAddress } from '../../pool/clip-scorer.js';
import { openRecognizers } from '../../pool/open-recognizers.js';

/** Prints a line for people. */
const say = (text: string): void => void process.stderr.write(`${printable(text)}\n`);

/** `ser worker --redis redis://queue:6379 --root /mnt/recordings` */
export const command = () =>
  new Command()
    .addOption(new Option('--redis <url>', 'Redis that `ser batch --redis` uses').makeOptionMandatory())
    .addOption(OPTIONS.modelFolder())
    .option('--root <folder>', 'folder on this machine that holds the recordings', '.')
    .addOption(OPTIONS.threads())
    .addOption(
      new Option('--takeover <n>', 'seconds after which clips of a worker that died are taken over')
        .argParser(wholeNumber('--takeover', 2, 3600))
        .default(30),
    )
    .option('--quiet', 'print errors only')
    .action(async ({ redis, model, root, takeover, quiet = false, ...options }) => {
      const folder = await stat(root).catch(() => undefined);
      if (!folder?.isDirectory()) throw invalidArgument('--root', root, 'a folder');
      const note = quiet ? () => {} : (text: string) => say(`Note: ${text}.`);
      const { threads = availableThreads() } = options;
      const stopped = untilStopped();
      const recognizers = await openRecognizers(model, threads);
      const counts = { scored: 0, failed: 0 };
      const worker = await serveQueue({
        ...redisAddress(redis),
        scorer: clipScorer(recognizers),
        // Enough that no thread waits for Redis.
        ...{ root, atOnce: 4 * threads, takeoverSeconds: takeover, onNote: note },
        onOutcome: (_, outcome) => counts['failure' in outcome ? 'failed' : 'scored']++,
      }).catch(async (error: unknown) => {
        await recognizers.close();
        throw error;
      });
      if (!quiet) say(`Waiting for clips, ${threads} at a time. Ctrl-C finishes those at work and stops.`);
      await stopped;
      if (!quiet) say('Finishing the clips at work …');
      await worker.close();
      await recognizers.close();
      if (!quiet) say(`${counts.scored} clips scored, ${counts.failed} failed.`);
    });
