import type { EmotionSnapshot, EmotionSource } from '../context/contract.js';
import { EMOTION_GUIDANCE } from '../context/emotion-prompt.js';

/** The answer of the tools: a snapshot, and guidance to use it kindly. */
export interface EmotionReport extends EmotionSnapshot {
  readonly guidance: string;
}

/** Name of the tools. */
export const TOOL_NAME = 'voice_emotion';

/** Description of the tools. */
export const TOOL_DESCRIPTION =
  'Says how the voice of the user sounds right now: a guessed emotion with its confidence, whether the voice gets more or less tense, and whether the guess is uncertain. It hears the sound, not the words.';

/** The tools take no arguments. */
export const TOOL_INPUT = { type: 'object', properties: {}, additionalProperties: false } as const;

/** Returns the answer of the tools. */
export const reportOf = ({ current }: EmotionSource): EmotionReport => ({ ...current, guidance: EMOTION_GUIDANCE });
