import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { type AssistantRecognizer, type McpOptions, mcpSettings } from '../contract.js';
import { createServer, messageBytes, openShared } from '../create-server.js';

/** The streams of {@link serveStdio}. */
export interface StdioStreams {
  /** Default: standard input of the process. */
  readonly input?: Readable | undefined;
  /** Default: standard output of the process. Nothing else may write to it. */
  readonly output?: Writable | undefined;
}

/**
 * Serves the tools of an MCP server over standard input and output, one JSON message a line, until the input ends and
 * all calls are answered. A message that is larger than a recording of `maxBytes` ends it too.
 *
 * @param recognizer what answers: a recognizer of `loadRecognizer`, best one in a worker.
 * @param options see {@link McpOptions}.
 * @param streams see {@link StdioStreams}.
 * @throws SerError `INVALID_ARGUMENT` for an option out of range, `NOT_FOUND` or `FILE_ACCESS` for a root that is no
 *   folder; what a stream reports.
 * @example
 * await serveStdio(await loadRecognizer(undefined, { worker: true }), { roots: ['/home/anna/recordings'] });
 */
export async function serveStdio<Speaker>(
  recognizer: AssistantRecognizer<Speaker>,
  options: McpOptions = {},
  { input = process.stdin, output = process.stdout }: StdioStreams = {},
): Promise<void> {
  const settings = mcpSettings(options);
  const { server, open } = createServer(await openShared(recognizer, settings));
  const transport = new StdioServerTransport(input, output, { maxBufferSize: messageBytes(settings) });
  await new Promise<void>((resolve, reject) => {
    server.onclose = resolve;
    output.once('error', reject);
    input.once('error', reject);
    input.once('end', async () => {
      // Messages become calls in a later turn, and answers are written in another one.
      for (let turn = 0; turn < 2; turn++) {
        await setImmediate();
        await Promise.allSettled(open);
      }
      await setImmediate();
      await server.close();
    });
    server.connect(transport).catch(reject);
  });
}
