import { Console } from 'node:console';
import { Command, Option } from '@commander-js/extra-typings';
import { type McpOptions, serveHttp, serveStdio } from '@ser/assistant/mcp';
import { SerError } from '@ser/core';
import { untilStopped } from '../../cli/interrupt.js';
import { OPTIONS, repeated, wholeNumber } from '../../cli/options.js';
import type { WorkerRecognizer } from '../../contract.js';
import { loadRecognizer } from '../../recognizer.js';
import { VERSION } from '../../version.js';

const PORT = 8081;

async function serveUntilStopped(recognizer: WorkerRecognizer, options: McpOptions, port: number): Promise<void> {
  const server = await serveHttp(recognizer, { ...options, port });
  process.stdout.write(`Listening on ${server.url}. Ctrl-C stops it.\n`);
  await untilStopped();
  await server.close();
}

/** `ser mcp --root folder`, `ser mcp --http --port 8081` */
export const command = () =>
  new Command()
    .addOption(
      new Option('--root <folder>', 'folder with recordings that assistants may name; repeatable').argParser(repeated),
    )
    .addOption(OPTIONS.modelFolder())
    .option('--http', 'listen on 127.0.0.1 (streamable HTTP) instead of standard input')
    .addOption(
      new Option('--port <n>', `port with --http; 0 takes a free one (default: ${PORT})`).argParser(
        wholeNumber('--port', 0, 65_535),
      ),
    )
    .addOption(new Option('--max-mb <n>', 'largest file in MiB').argParser(wholeNumber('--max-mb', 1)).default(1024))
    .addOption(
      new Option('--max-seconds <n>', 'longest recording in seconds')
        .argParser(wholeNumber('--max-seconds', 1))
        .default(3600),
    )
    .action(async ({ root, model, http, port, maxMb, maxSeconds }) => {
      if (port !== undefined && !http)
        throw new SerError('INVALID_ARGUMENT', '--port is given without --http', {
          hint: 'Without --http, the server speaks over standard input and output.',
        });
      // Standard output carries the protocol and nothing else.
      if (!http) globalThis.console = new Console(process.stderr);
      const recognizer = await loadRecognizer(model, { worker: true });
      const options: McpOptions = {
        roots: root,
        maxFileBytes: maxMb * 2 ** 20,
        maxSeconds,
        version: VERSION,
        log: process.stderr,
      };
      try {
        if (http) await serveUntilStopped(recognizer, options, port ?? PORT);
        else await serveStdio(recognizer, options);
      } finally {
        await recognizer.dispose();
      }
    });
