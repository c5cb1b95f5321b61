import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { expect, it } from 'vitest';
import { emotionPrompt } from '../context/emotion-prompt.js';
import { TENSE, UNKNOWN } from '../context/scripted-events.fixture.js';
import { addEmotion } from './openai.js';

const chat: readonly ChatCompletionMessageParam[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: 'Hi' },
  { role: 'user', content: 'Where is my order?' },
];
const prompt = emotionPrompt(TENSE);

it('adds a system message after those at the start', () => {
  const messages = addEmotion(chat, TENSE);
  expect(messages).toEqual([chat[0], { role: 'system', content: prompt }, ...chat.slice(1)]);
  expect(chat).toHaveLength(4);
  expect(addEmotion(chat.slice(1), TENSE)[0]).toEqual({ role: 'system', content: prompt });
  expect(addEmotion(chat.slice(0, 1), TENSE)).toEqual([chat[0], { role: 'system', content: prompt }]);
});

it('adds a developer message', () => {
  const developer: ChatCompletionMessageParam = { role: 'developer', content: 'Be brief.' };
  expect(addEmotion([developer, chat[1]!], TENSE, { as: 'developer' })).toEqual([
    developer,
    { role: 'developer', content: prompt },
    chat[1],
  ]);
});

it('adds a note to the last message of the user, to text and to parts', () => {
  const note = `[Note about the voice, not said by the user: ${prompt}]`;
  const answered: ChatCompletionMessageParam = { role: 'assistant', content: 'One moment.' };
  expect(addEmotion([...chat, answered], TENSE, { as: 'user' })).toEqual([
    ...chat.slice(0, 3),
    { role: 'user', content: `Where is my order?\n\n${note}` },
    answered,
  ]);
  const parts = [{ type: 'text' as const, text: 'Look' }];
  expect(addEmotion([{ role: 'user', content: parts, name: 'anna' }], TENSE, { as: 'user' })).toEqual([
    { role: 'user', content: [...parts, { type: 'text', text: note }], name: 'anna' },
  ]);
  expect(parts).toHaveLength(1);
});

it('adds nothing before an emotion has held', () => {
  for (const as of ['system', 'developer', 'user'] as const) expect(addEmotion(chat, UNKNOWN, { as })).toEqual(chat);
});

it('refuses another place, and a note without a message of the user', () => {
  expect(() => addEmotion(chat, TENSE, { as: 'assistant' as 'user' })).toThrow(
    'as must be system or developer or user',
  );
  expect(() => addEmotion(chat.slice(0, 1), TENSE, { as: 'user' })).toThrow("a message of the user for as: 'user'");
});
