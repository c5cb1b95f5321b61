export type {
  EmotionContext,
  EmotionContextOptions,
  EmotionSnapshot,
  EmotionSource,
  HeardEvent,
} from './context/contract.js';
export { emotionContext } from './context/emotion-context.js';
export { EMOTION_GUIDANCE, emotionPrompt } from './context/emotion-prompt.js';
