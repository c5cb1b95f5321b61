import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMOTION_GUIDANCE } from '@ser/assistant';
import { writeWav } from '@ser/audio/node';
import { syntheticCorpus } from '@ser/datasets';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chat-bot-'));
const model = join(folder, 'model');
const files = { angry: join(folder, 'angry.wav'), neutral: join(folder, 'neutral.wav') };
let printed: string[];

beforeAll(async () => {
  const voices = syntheticCorpus();
  for (const [emotion, file] of Object.entries(files)) {
    const clip = voices.utterances.find((one) => one.speaker === 's06' && one.emotion === emotion)!;
    await writeWav(file, await voices.read(clip));
  }
  await startBackend();
  const trained = await trainModel({
    corpus: syntheticCorpus({ speakers: 4, emotions: ['angry', 'neutral'], utterancesPerEmotion: 10 }),
    model: { kind: 'baseline' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...TRAINING_DEFAULTS.baseline, epochs: 40 },
    seed: 1,
  });
  await trained.model.save(model);
});
beforeEach(() => {
  printed = [];
  vi.resetModules();
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the example as `npx tsx chat-bot.ts …` does. */
const run = (...args: string[]) => {
  process.argv = ['node', 'chat-bot.ts', ...args];
  return import('./chat-bot.js');
};

it('answers an angry and a neutral voice differently, with no network', async () => {
  const network = vi.spyOn(globalThis, 'fetch');
  const { answers } = await run();
  expect(answers.map(({ name }) => name)).toEqual(['angry voice', 'neutral voice']);
  expect(answers[0]!.answer).toMatch(/^I am sorry/);
  expect(answers[1]!.answer).toMatch(/^Your order arrives/);
  expect(printed[0]).toMatch(/^angry voice: The voice may sound tense or annoyed \(a guess, \d+ % confidence\)\.$/);
  expect(network).not.toHaveBeenCalled();
});

it('answers recordings by a saved model', async () => {
  const { answers } = await run(model, files.neutral, files.angry);
  expect(answers.map(({ name, answer }) => [name, answer.slice(0, 10)])).toEqual([
    [files.neutral, 'Your order'],
    [files.angry, 'I am sorry'],
  ]);
});

describe('with a service that speaks the chat format of OpenAI', () => {
  interface Request {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly body: { model: string; stream: boolean; messages: { role: string; content: string }[] };
  }
  type Reply = { readonly status: number; readonly body: object };
  let requests: Request[];
  let replies: (request: Request) => Reply;

  const completion = (content: string | null): Reply => ({
    status: 200,
    body: {
      id: 'chat-1',
      object: 'chat.completion',
      created: 1,
      model: 'local',
      choices: [
        { index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop', logprobs: null },
      ],
    },
  });
  const failure = (status: number, message: string): Reply => ({ status, body: { error: { message, type: 'any' } } });
  const textOf = async (request: IncomingMessage): Promise<string> =>
    (await request.setEncoding('utf8').toArray()).join('');

  const server = createServer(async (request, response) => {
    const { url, headers } = request;
    const heard = { path: url!, authorization: headers.authorization, body: JSON.parse(await textOf(request)) };
    requests.push(heard);
    const { status, body } = replies(heard);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    requests = [];
    vi.stubEnv('OPENAI_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    vi.stubEnv('OPENAI_API_KEY', 'open sesame');
    vi.stubEnv('OPENAI_MODEL', 'local');
  });

  it('sends the note about the voice and prints the answer', async () => {
    replies = ({ body }) => completion(`I read ${body.messages.length} messages.`);
    const { answers } = await run(model, files.angry);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer open sesame',
      body: { model: 'local', stream: false },
    });
    const [, note, user] = requests[0]!.body.messages;
    expect(note!.role).toBe('system');
    expect(note!.content).toMatch(/^The voice may sound tense or annoyed/);
    expect(note!.content.endsWith(EMOTION_GUIDANCE)).toBe(true);
    expect(user).toEqual({ role: 'user', content: 'Where is my order?' });
    expect(answers[0]!.answer).toBe('I read 3 messages.');
    expect(printed[1]).toBe('  bot: I read 3 messages.');
  });

  it('tries again when the service is busy', async () => {
    replies = () => (requests.length === 1 ? failure(503, 'busy') : completion('Here I am.'));
    const { answers } = await run(model, files.angry);
    expect(requests).toHaveLength(2);
    expect(answers[0]!.answer).toBe('Here I am.');
  });

  it('says which service failed and why', async () => {
    replies = () => failure(401, 'the key is wrong');
    await expect(run(model, files.angry)).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:\d+\/v1 failed: 401 the key is wrong$/,
    );
    expect(requests).toHaveLength(1);
  });

  it('says so if the answer has no text', async () => {
    replies = () => completion(null);
    await expect(run(model, files.angry)).rejects.toThrow('local answered without text');
    replies = () => ({ status: 200, body: {} });
    vi.resetModules();
    await expect(run(model, files.angry)).rejects.toThrow('local answered without text');
  });
});
