// A chat bot that hears how a message is said, and answers a tense voice otherwise than an even one.
//   npx tsx chat-bot.ts                          two recordings of the synthetic corpus, a scripted bot, no network
//   npx tsx chat-bot.ts ../models/mine a.wav …   a model and recordings of yours
// With OPENAI_MODEL (and OPENAI_BASE_URL, OPENAI_API_KEY), a language model answers: any service with the chat format of OpenAI.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emotionContext } from '@ser/assistant';
import { addEmotion } from '@ser/assistant/openai';
import { readAudioBlocks } from '@ser/audio/node';
import { syntheticCorpus } from '@ser/datasets';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { loadRecognizer, type SampleSource } from 'ser';

/** Answers the messages of a chat. */
type Bot = (messages: readonly ChatCompletionMessageParam[]) => Promise<string>;

/** Answers without a network, by the same messages that a language model reads. */
const scriptedBot: Bot = async (messages) => {
  const soundsTense = messages.some(
    ({ role, content }) => role === 'system' && /may sound tense/.test(String(content)),
  );
  return soundsTense
    ? 'I am sorry that you had to wait. I am looking for your order right now and stay with you until it is found.'
    : 'Your order arrives tomorrow. Is there anything else?';
};

/** Returns a bot that asks a language model. The client reads OPENAI_BASE_URL by itself. */
function languageModelBot(model: string): Bot {
  const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY ?? 'none' }); // Local servers want no key.
  return async (messages) => {
    try {
      const { choices } = await client.chat.completions.create({ model, messages: [...messages], stream: false });
      const text = choices?.[0]?.message?.content;
      if (!text) throw new Error(`${model} answered without text`);
      return text;
    } catch (error) {
      if (!(error instanceof OpenAI.APIError)) throw error;
      throw new Error(`${client.baseURL} failed: ${error.message}`, { cause: error });
    }
  };
}

/** Trains a small model on synthetic voices: enough to tell its angry voice from its neutral one. */
async function trainedModel(): Promise<string> {
  const corpus = syntheticCorpus({ speakers: 4, emotions: ['angry', 'neutral'], utterancesPerEmotion: 10 });
  await startBackend();
  const { model } = await trainModel({
    corpus,
    model: { kind: 'baseline' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...TRAINING_DEFAULTS.baseline, epochs: 40 },
    seed: 1,
  });
  const folder = await mkdtemp(join(tmpdir(), 'ser-example-chat-'));
  await model.save(folder);
  return folder;
}

/** Returns an angry and a neutral recording of a voice that the model has not heard. */
async function syntheticVoices(): Promise<Map<string, SampleSource>> {
  const corpus = syntheticCorpus();
  const voices = new Map<string, SampleSource>();
  for (const emotion of ['angry', 'neutral']) {
    const found = corpus.utterances.find((utterance) => utterance.speaker === 's05' && utterance.emotion === emotion);
    voices.set(`${emotion} voice`, await corpus.read(found!));
  }
  return voices;
}

const [folder, ...files] = process.argv.slice(2);
const recognizer = await loadRecognizer(folder ?? (await trainedModel()));
const voices = files.length > 0 ? new Map(files.map((file) => [file, readAudioBlocks(file)])) : await syntheticVoices();
const bot = process.env.OPENAI_MODEL ? languageModelBot(process.env.OPENAI_MODEL) : scriptedBot;

/** What the bot was given for each recording, and what it answered. */
export const answers: { name: string; messages: ChatCompletionMessageParam[]; answer: string }[] = [];
for (const [name, source] of voices) {
  // In a conversation, the stream is that of the microphone and the context lives as long as it.
  const context = emotionContext(recognizer.stream(source), { holdSeconds: 0.5 });
  await context.done;
  const chat: ChatCompletionMessageParam[] = [
    { role: 'system', content: 'You help the customers of a shop, in one or two sentences.' },
    { role: 'user', content: 'Where is my order?' },
  ];
  const messages = addEmotion(chat, context.current);
  const answer = await bot(messages);
  answers.push({ name, messages, answer });
  console.log(`${name}: ${context.current.sentence}`);
  console.log(`  bot: ${answer}`);
}
recognizer.dispose();
