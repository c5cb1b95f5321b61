import type { StructuredToolInterface } from '@langchain/core/tools';
import { generateText, type LanguageModel, type LanguageModelMiddleware, type ToolSet, wrapLanguageModel } from 'ai';
import type OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { expectTypeOf, it } from 'vitest';
import type { EmotionContext, EmotionSnapshot } from '../context/contract.js';
import { emotionMiddleware, emotionTool } from './ai-sdk.js';
import { langchainEmotionTool } from './langchain.js';
import { addEmotion } from './openai.js';

declare const context: EmotionContext;
declare const snapshot: EmotionSnapshot;

it('addEmotion takes and returns the messages of a chat completion', () => {
  type Messages = ChatCompletionCreateParamsNonStreaming['messages'];
  expectTypeOf(addEmotion).parameter(0).toExtend<readonly Messages[number][]>();
  expectTypeOf(addEmotion([{ role: 'user', content: 'Hello' }], snapshot)).toExtend<Messages>();
  const ask = (openai: OpenAI) =>
    openai.chat.completions.create({ model: 'any', messages: addEmotion([], snapshot, { as: 'developer' }) });
  expectTypeOf(ask).returns.resolves.toHaveProperty('choices');
  // @ts-expect-error There is no such place.
  addEmotion([], snapshot, { as: 'assistant' });
  // @ts-expect-error A context is no snapshot: its `current` is.
  addEmotion([], context);
});

it('the middleware and the tool are those of the AI SDK', () => {
  expectTypeOf(emotionMiddleware(context)).toEqualTypeOf<LanguageModelMiddleware>();
  expectTypeOf({ voice_emotion: emotionTool(context) }).toExtend<ToolSet>();
  type Wrapped = Parameters<typeof wrapLanguageModel>[0]['model'];
  const use = (model: Wrapped) => wrapLanguageModel({ model, middleware: emotionMiddleware(context) });
  expectTypeOf(use).returns.toExtend<LanguageModel>();
  const generate = (model: LanguageModel) =>
    generateText({ model, prompt: 'Hello', tools: { voice_emotion: emotionTool(context) } });
  expectTypeOf(generate).returns.resolves.toHaveProperty('text');
});

it('the tool of LangChain is a structured tool', () => {
  expectTypeOf(langchainEmotionTool(context)).toExtend<StructuredToolInterface>();
});
