import { ToolMessage } from '@langchain/core/messages';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { expect, it } from 'vitest';
import { EMOTION_GUIDANCE } from '../context/emotion-prompt.js';
import { TENSE, UNKNOWN } from '../context/scripted-events.fixture.js';
import { langchainEmotionTool } from './langchain.js';

it('answers with the snapshot of the moment and guidance, as JSON', async () => {
  const source = { current: UNKNOWN };
  const tool = langchainEmotionTool(source);
  expect(JSON.parse(await tool.invoke({}))).toEqual({ ...UNKNOWN, guidance: EMOTION_GUIDANCE });
  source.current = TENSE;
  expect(JSON.parse(await tool.invoke({}))).toEqual({ ...TENSE, guidance: EMOTION_GUIDANCE });
});

it('answers the call of a model with a message', async () => {
  const call = { type: 'tool_call' as const, id: 'a', name: 'voice_emotion', args: {} };
  const message: unknown = await langchainEmotionTool({ current: TENSE }).invoke(call);
  expect(message).toBeInstanceOf(ToolMessage);
  expect(message).toMatchObject({ tool_call_id: 'a', name: 'voice_emotion' });
});

it('is described to models without arguments', () => {
  expect(convertToOpenAITool(langchainEmotionTool({ current: TENSE }))).toMatchObject({
    type: 'function',
    function: { name: 'voice_emotion', parameters: { type: 'object', properties: {} } },
  });
});

it('refuses arguments', async () => {
  await expect(langchainEmotionTool({ current: TENSE }).invoke({ who: 'anna' })).rejects.toThrow(/schema/);
});
