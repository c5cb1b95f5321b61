import { type DynamicStructuredTool, tool } from '@langchain/core/tools';
import type { EmotionSource } from '../context/contract.js';
import { reportOf, TOOL_DESCRIPTION, TOOL_INPUT, TOOL_NAME } from './emotion-report.js';

/**
 * Returns a tool of LangChain.js, called `voice_emotion`, by which a model asks how the voice of the user sounds right
 * now. Its answer is a snapshot with guidance, as JSON.
 *
 * @param context what `emotionContext` returns.
 * @example
 * const agent = createAgent({ model, tools: [langchainEmotionTool(context)] });
 */
export const langchainEmotionTool = (context: EmotionSource): DynamicStructuredTool =>
  tool(async () => JSON.stringify(reportOf(context)), {
    name: TOOL_NAME,
    description: TOOL_DESCRIPTION,
    schema: TOOL_INPUT,
  });
