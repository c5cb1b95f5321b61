// What the snippets of the Markdown files take for granted: recordings, and the results of a snippet before.
import type { EmotionContext } from '@ser/assistant';
import type { Audio } from '@ser/audio';
import type { ClipScorer } from '@ser/batch';
import type { Corpus, Fold, Utterance } from '@ser/datasets';
import type { AugmentationStep, FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import type { ModelCard, SerModel } from '@ser/models';

declare global {
  const samples: Float32Array;
  const sampleRate: number;
  const audio: Audio;
  const clip: Audio;
  const neutralClips: readonly Audio[];
  const microphone: AsyncIterable<Audio>;
  const file: File;
  const signal: AbortSignal;
  const corpus: Corpus;
  const utterance: Utterance;
  const folds: readonly Fold[];
  const features: ReadonlyMap<string, FeatureMatrix>;
  const frontEnd: FrontEndConfig;
  const steps: readonly AugmentationStep[];
  const model: SerModel;
  const melModel: SerModel;
  const mfccModel: SerModel;
  const card: ModelCard;
  const scorer: ClipScorer;
  const context: EmotionContext;
  const languageModel: Parameters<typeof import('ai').wrapLanguageModel>[0]['model'];
  const openai: import('openai').OpenAI;

  // The scope of an AudioWorklet.
  class AudioWorkletProcessor {
    readonly port: MessagePort;
  }
  function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void;
}
