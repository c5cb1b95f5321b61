import { jsonSchema, type LanguageModelMiddleware, type Tool, tool } from 'ai';
import type { EmotionSource } from '../context/contract.js';
import { emotionPrompt } from '../context/emotion-prompt.js';
import { type EmotionReport, reportOf, TOOL_DESCRIPTION, TOOL_INPUT } from './emotion-report.js';

export type { EmotionReport } from './emotion-report.js';

/**
 * Returns a middleware of the AI SDK that adds a system message about the voice of the user to each call of a model, after
 * those at the start: the sentence of the current snapshot, and guidance to use it kindly. As long as no emotion has
 * held, it adds nothing.
 *
 * @param context what `emotionContext` returns.
 * @example
 * const model = wrapLanguageModel({ model: openai('gpt-5'), middleware: emotionMiddleware(context) });
 * await generateText({ model, prompt: 'Where is my order?' });
 */
export const emotionMiddleware = (context: EmotionSource): LanguageModelMiddleware => ({
  specificationVersion: 'v3',
  async transformParams({ params }) {
    const content = emotionPrompt(context.current);
    if (content === undefined) return params;
    const prompt = [...params.prompt];
    const at = prompt.findIndex(({ role }) => role !== 'system');
    prompt.splice(at < 0 ? prompt.length : at, 0, { role: 'system', content });
    return { ...params, prompt };
  },
});

/**
 * Returns a tool of the AI SDK by which a model asks how the voice of the user sounds right now.
 *
 * @param context what `emotionContext` returns.
 * @example
 * await generateText({ model, prompt, tools: { voice_emotion: emotionTool(context) } });
 */
export const emotionTool = (context: EmotionSource): Tool<Record<string, never>, EmotionReport> =>
  tool({
    description: TOOL_DESCRIPTION,
    inputSchema: jsonSchema<Record<string, never>>(TOOL_INPUT),
    execute: async () => reportOf(context),
  });
