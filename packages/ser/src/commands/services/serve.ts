import { Command, Option } from '@commander-js/extra-typings';
import { availableThreads, invalidArgument } from '@ser/core';
import { readRegularFile } from '@ser/core/node';
import { startServer } from '@ser/server';
import { untilStopped } from '../../cli/interrupt.js';
import { OPTIONS, repeated, wholeNumber } from '../../cli/options.js';
import { openRecognizers } from '../../pool/open-recognizers.js';

/** Returns the API key: the first line of a file, or a variable of the environment, so that no list of processes shows it. */
async function readKey(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return process.env.SER_API_KEY || undefined;
  const bytes = await readRegularFile(file, { maxBytes: 4096 });
  const key = new TextDecoder().decode(bytes).split('\n')[0]!.trim();
  if (key === '') throw invalidArgument('--api-key-file', file, 'a file whose first line is the key');
  return key;
}

/** `ser serve --port 8080` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets other machines in', '127.0.0.1')
    .addOption(
      new Option('--port <n>', 'port; 0 takes a free one').argParser(wholeNumber('--port', 0, 65_535)).default(8080),
    )
    .addOption(OPTIONS.threads())
    .addOption(
      new Option('--queue <n>', 'predictions that may wait; further requests get status 429')
        .argParser(wholeNumber('--queue', 0))
        .default(32),
    )
    .addOption(
      new Option('--streams <n>', 'maximum number of concurrent streams')
        .argParser(wholeNumber('--streams', 0))
        .default(32),
    )
    .addOption(
      new Option('--max-mb <n>', 'largest recording in MiB').argParser(wholeNumber('--max-mb', 1, 1024)).default(32),
    )
    .addOption(
      new Option('--max-seconds <n>', 'longest recording or stream in seconds')
        .argParser(wholeNumber('--max-seconds', 1))
        .default(600),
    )
    .addOption(
      new Option('--timeout <n>', 'seconds to receive a request, and again to answer it')
        .argParser(wholeNumber('--timeout', 1, 3600))
        .default(60),
    )
    .option('--api-key-file <file>', 'file with the key that clients must send (default: $SER_API_KEY, else no key)')
    .addOption(
      new Option('--origin <url>', 'origin of web pages that may use the service; repeatable').argParser(repeated),
    )
    .option('--quiet', 'log no requests')
    .action(async (options) => {
      const apiKey = await readKey(options.apiKeyFile);
      const { threads = availableThreads(), host, port, queue, timeout, maxSeconds } = options;
      const recognizers = await openRecognizers(options.model, threads);
      const server = await startServer(recognizers, {
        ...{ host, port, threads, queue, maxSeconds, apiKey },
        origins: options.origin,
        maxStreams: options.streams,
        maxBytes: options.maxMb * 2 ** 20,
        timeoutSeconds: timeout,
        log: options.quiet ? undefined : process.stderr,
      });
      process.stdout.write(`Listening on ${server.url}. Ctrl-C stops it.\n`);
      await untilStopped();
      await server.close();
      await recognizers.close();
    });
