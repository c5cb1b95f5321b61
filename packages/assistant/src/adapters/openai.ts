import { SerError } from '@ser/core';
import { checkFields, type Plain, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { ChatCompletionMessageParam, ChatCompletionUserMessageParam } from 'openai/resources/chat/completions';
import type { EmotionSnapshot } from '../context/contract.js';
import { emotionPrompt } from '../context/emotion-prompt.js';

const optionsSchema = v.strictObject({
  /**
   * Where the note goes: a separate message with the role `system` or `developer`, after those at the start; or the end
   * of the last message of the `user`. Default `system`, which every service with this format knows.
   */
  as: v.optional(word('system', 'developer', 'user'), 'system'),
});

/** Options of {@link addEmotion}. */
export type AddEmotionOptions = Plain<v.InferInput<typeof optionsSchema>>;

const isInstruction = ({ role }: ChatCompletionMessageParam): boolean => role === 'system' || role === 'developer';

/** Returns a message of the user with a note at its end. */
function withNote(message: ChatCompletionUserMessageParam, text: string): ChatCompletionUserMessageParam {
  const { content } = message;
  if (typeof content === 'string') return { ...message, content: `${content}\n\n${text}` };
  return { ...message, content: [...content, { type: 'text', text }] };
}

/**
 * Returns the messages of a chat with a note about the voice of the user: the sentence of a snapshot, and guidance to use
 * it kindly. As long as no emotion has held, they are returned as they are.
 *
 * @param messages messages of the chat-completion format of OpenAI; they are not changed.
 * @param snapshot `current` of a context.
 * @param options see {@link AddEmotionOptions}.
 * @throws SerError `INVALID_ARGUMENT` for `as: 'user'` without a message of the user, and for another `as`.
 * @example
 * const messages = addEmotion([{ role: 'user', content: 'Where is my order?' }], context.current);
 * messages[0]; // { role: 'system', content: 'The voice may sound tense or annoyed (a guess, 62 % confidence). …' }
 * await openai.chat.completions.create({ model, messages });
 */
export function addEmotion(
  messages: readonly ChatCompletionMessageParam[],
  snapshot: EmotionSnapshot,
  options: AddEmotionOptions = {},
): ChatCompletionMessageParam[] {
  const { as } = checkFields(optionsSchema, options, { whole: 'the options' });
  const prompt = emotionPrompt(snapshot);
  const copy = [...messages];
  if (prompt === undefined) return copy;
  if (as !== 'user') {
    const at = copy.findIndex((message) => !isInstruction(message));
    copy.splice(at < 0 ? copy.length : at, 0, { role: as, content: prompt });
    return copy;
  }
  const last = copy.map(({ role }) => role).lastIndexOf('user');
  const message = copy[last];
  if (message?.role !== 'user')
    throw new SerError('INVALID_ARGUMENT', "messages must contain a message of the user for as: 'user'", {
      hint: "Use as: 'system', or add the message of the user first.",
    });
  copy[last] = withNote(message, `[Note about the voice, not said by the user: ${prompt}]`);
  return copy;
}
