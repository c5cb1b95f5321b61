import { generateText, type LanguageModel, stepCountIs, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { expect, it } from 'vitest';
import { EMOTION_GUIDANCE, emotionPrompt } from '../context/emotion-prompt.js';
import { TENSE, UNKNOWN } from '../context/scripted-events.fixture.js';
import { emotionMiddleware, emotionTool } from './ai-sdk.js';

type Answer = Awaited<ReturnType<MockLanguageModelV3['doGenerate']>>;
const usage: Answer['usage'] = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
};
const saying = (text: string): Answer => ({
  content: [{ type: 'text', text }],
  finishReason: { unified: 'stop', raw: undefined },
  usage,
  warnings: [],
});

it('emotionMiddleware adds the current sentence after the system messages of each call', async () => {
  const mock = new MockLanguageModelV3({ doGenerate: [saying('Hello.'), saying('I see.'), saying('Sorry.')] });
  const source = { current: UNKNOWN };
  const model: LanguageModel = wrapLanguageModel({ model: mock, middleware: emotionMiddleware(source) });
  const user = { role: 'user', content: [{ type: 'text', text: 'Where is my order?' }] };

  await generateText({ model, system: 'Be brief.', prompt: 'Where is my order?' });
  expect(mock.doGenerateCalls[0]!.prompt).toMatchObject([{ role: 'system', content: 'Be brief.' }, user]);

  source.current = TENSE;
  await generateText({ model, system: 'Be brief.', prompt: 'Where is my order?' });
  expect(mock.doGenerateCalls[1]!.prompt).toMatchObject([
    { role: 'system', content: 'Be brief.' },
    { role: 'system', content: emotionPrompt(TENSE) },
    user,
  ]);

  await generateText({ model, prompt: 'Where is my order?' });
  expect(mock.doGenerateCalls[2]!.prompt).toMatchObject([{ role: 'system', content: emotionPrompt(TENSE) }, user]);
});

it('emotionMiddleware works with streams', async () => {
  const mock = new MockLanguageModelV3({
    doStream: {
      stream: new ReadableStream({
        start(controller) {
          controller.enqueue({ type: 'text-start', id: '1' });
          controller.enqueue({ type: 'text-delta', id: '1', delta: 'Sorry.' });
          controller.enqueue({ type: 'text-end', id: '1' });
          controller.enqueue({ type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage });
          controller.close();
        },
      }),
    },
  });
  const model = wrapLanguageModel({ model: mock, middleware: emotionMiddleware({ current: TENSE }) });
  expect(await streamText({ model, prompt: 'Hello' }).text).toBe('Sorry.');
  expect(mock.doStreamCalls[0]!.prompt[0]).toEqual({ role: 'system', content: emotionPrompt(TENSE) });
});

it('emotionTool answers a model that asks for it with the snapshot and guidance', async () => {
  const asking: Answer = {
    ...saying(''),
    content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'voice_emotion', input: '{}' }],
    finishReason: { unified: 'tool-calls', raw: undefined },
  };
  const model = new MockLanguageModelV3({ doGenerate: [asking, saying('One moment, please.')] });
  const { text } = await generateText({
    model,
    prompt: 'Where is my order?',
    tools: { voice_emotion: emotionTool({ current: TENSE }) },
    stopWhen: stepCountIs(2),
  });
  expect(text).toBe('One moment, please.');
  expect(model.doGenerateCalls[0]!.tools).toMatchObject([
    { type: 'function', name: 'voice_emotion', inputSchema: { type: 'object', properties: {} } },
  ]);
  const answered = model.doGenerateCalls[1]!.prompt.at(-1)!;
  expect(answered).toMatchObject({
    role: 'tool',
    content: [{ output: { type: 'json', value: { ...TENSE, guidance: EMOTION_GUIDANCE } } }],
  });
});
