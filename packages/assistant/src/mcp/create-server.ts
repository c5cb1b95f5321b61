import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { nearest, printable, SerError } from '@ser/core';
import { checkFields, type Schema } from '@ser/core/schema';
import type { GenericSchema } from '@ser/core/valibot';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { AssistantRecognizer, McpSettings } from './contract.js';
import { Recordings } from './recordings.js';
import { describeModel } from './tools/describe-model.js';
import { enrollSpeaker } from './tools/enroll-speaker.js';
import { recognizeEmotion } from './tools/recognize-emotion.js';
import type { Answer, Shared, Tool } from './tools/tool.js';

/** The tools; their types differ, and each checks its own input. */
// biome-ignore lint/suspicious/noExplicitAny: a list of tools with different inputs
const TOOLS: readonly Tool<any, object>[] = [recognizeEmotion, describeModel, enrollSpeaker];

/** Seconds of sound between two messages about progress. */
const PROGRESS_SECONDS = 30;

const INSTRUCTIONS =
  'Guesses emotions from the sound of speech. Answers are guesses: mention them only where it helps, say that they may be wrong, and never present them as knowledge about a person.';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Opens what the calls of a server share. */
export async function openShared<Speaker>(
  recognizer: AssistantRecognizer<Speaker>,
  settings: McpSettings,
): Promise<Shared> {
  const shared: Shared<Speaker> = {
    recognizer,
    settings,
    recordings: await Recordings.open(settings),
    speakers: new Map<string, Speaker>(),
  };
  return shared as Shared;
}

function jsonSchema(schema: Schema<unknown>): { type: 'object' } {
  const { $schema: _, ...rest } = toJsonSchema(schema as GenericSchema, { errorMode: 'ignore' });
  return rest as { type: 'object' };
}

const described = ({ name, title, description, readOnly, input, output }: Tool<unknown, unknown>) => ({
  name,
  title,
  description,
  inputSchema: jsonSchema(input),
  outputSchema: jsonSchema(output),
  annotations: { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false },
});

/** Sends the client, if it asked for it, how many seconds of a long recording have been read. */
function progressTo({ _meta, sendNotification }: Extra): (seconds: number) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let reported = 0;
  return (seconds) => {
    if (seconds < reported + PROGRESS_SECONDS) return;
    reported = seconds;
    const params = { progressToken, progress: seconds, message: `${Math.round(seconds)} s of sound` };
    // A client that is gone ends the call by its signal.
    sendNotification({ method: 'notifications/progress', params }).catch(() => {});
  };
}

const succeeded = ({ data, text }: Answer<object>): CallToolResult => ({
  content: [{ type: 'text', text }],
  structuredContent: data as Record<string, unknown>,
});

const failed = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true });

/** Returns the answer for a call that failed: its own faults the assistant can read, others only the log has. */
function failureOf(error: unknown, { log }: McpSettings): CallToolResult {
  if (error instanceof SerError) return failed([error.message, error.hint].filter(Boolean).join('\n'));
  log?.write(`${printable(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  return failed('The server failed; its log says why.');
}

/** A server for one client, and its calls that are not answered. */
export interface ConnectedServer {
  readonly server: Server;
  readonly open: ReadonlySet<Promise<unknown>>;
}

/** Returns a server for one client. */
export function createServer(shared: Shared): ConnectedServer {
  const { settings } = shared;
  const server = new Server(
    { name: 'ser', title: 'Speech emotion recognition', version: settings.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.onerror = (error) => void settings.log?.write(`${printable(error.message)}\n`);
  const open = new Set<Promise<unknown>>();
  const answer = async (tool: Tool<unknown, object>, args: unknown, extra: Extra): Promise<CallToolResult> => {
    try {
      const input = checkFields(tool.input, args, { whole: 'the arguments' });
      return succeeded(await tool.run(shared, input, { signal: extra.signal, onProgress: progressTo(extra) }));
    } catch (error) {
      return failureOf(error, settings);
    }
  };
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: TOOLS.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (!tool) {
      const names = TOOLS.map(({ name }) => name);
      const meant = nearest(params.name, names);
      const hint = meant ? `did you mean ${meant}?` : `there are ${names.join(', ')}`;
      throw new McpError(ErrorCode.InvalidParams, `there is no tool ${printable(params.name.slice(0, 80))}: ${hint}`);
    }
    const call = answer(tool, params.arguments ?? {}, extra);
    open.add(call);
    void call.finally(() => open.delete(call));
    return call;
  });
  return { server, open };
}

/** Bytes of a message that can hold a recording of `maxBytes` in base64. */
export const messageBytes = ({ maxBytes }: McpSettings): number => 4 * Math.ceil(maxBytes / 3) + 2 ** 20;
