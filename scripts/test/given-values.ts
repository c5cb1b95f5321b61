// What the snippets of the Markdown files take for granted, as values; given-in-snippets.ts has the types.
import { writeFile } from 'node:fs/promises';
import { emotionContext } from '@ser/assistant';
import { encodeWav } from '@ser/audio';
import { extractFeatures, splitCorpus, syntheticCorpus } from '@ser/datasets';
import { createFrontEnd } from '@ser/dsp';
import { exportKeras } from '@ser/interchange';
import { buildLstm, SerModel, startBackend } from '@ser/models';
import { MockLanguageModelV3 } from 'ai/test';
import { loadRecognizer } from 'ser';

/** A model that was not trained. */
function lstm(config: Parameters<typeof createFrontEnd>[0]): SerModel {
  const { coeffs } = createFrontEnd(config);
  const normalization = { mean: Array(coeffs).fill(0), std: Array(coeffs).fill(1) };
  const frontEnd = createFrontEnd({ ...config, normalization });
  const labels = ['angry', 'happy', 'sad'] as const;
  const network = buildLstm({ frames: 64, coeffs, classes: labels.length, units: 8 });
  const card = { name: 'lstm', description: 'Not trained.', corpora: [], license: 'MIT' };
  return new SerModel({ network, frontEnd, labels, window: { frames: 64, hopFrames: 32, padding: 'wrap' }, card });
}

/** Makes the values, and files in the working folder: `clip.wav`, `tuned.keras` and the model `my-lstm`. */
export async function given(): Promise<Record<string, unknown>> {
  await startBackend();
  const frontEnd = { sampleRate: 16_000, frame: { nFft: 512, hopLength: 256 }, features: [{ kind: 'mfcc' as const }] };
  const corpus = syntheticCorpus({ speakers: 3, utterancesPerEmotion: 4 });
  const clips = await Promise.all(corpus.utterances.slice(0, 3).map((utterance) => corpus.read(utterance)));
  const [clip] = clips;
  const bytes = new Uint8Array(encodeWav(clip!));
  await writeFile('clip.wav', bytes);
  const model = lstm(frontEnd);
  await model.save('my-lstm');
  await writeFile('tuned.keras', await exportKeras(model.network, { format: 'keras' }));
  const recognizer = await loadRecognizer();
  const score = async () => {
    const segments = [];
    for await (const segment of recognizer.predictSegments(bytes)) segments.push(segment);
    return segments;
  };
  return {
    ...{ ...clip, audio: clip, clip, neutralClips: clips, corpus, utterance: corpus.utterances[0], frontEnd },
    ...{ model, melModel: model, mfccModel: lstm(frontEnd), card: model.card },
    microphone: { [Symbol.asyncIterator]: () => clips[Symbol.iterator]() },
    file: new File([bytes], 'clip.wav'),
    signal: new AbortController().signal,
    folds: splitCorpus(corpus, 'loso').folds,
    features: await extractFeatures(corpus, frontEnd),
    steps: [{ kind: 'noise', color: 'pink', snrDb: [5, 20] }],
    scorer: { digest: 'f00d', labels: recognizer.model.labels, score },
    context: emotionContext(recognizer.stream(clips)),
    languageModel: new MockLanguageModelV3({
      doGenerate: {
        content: [{ type: 'text', text: 'It is on its way.' }],
        finishReason: { unified: 'stop', raw: undefined },
        usage: {
          inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: 1, text: 1, reasoning: undefined },
        },
        warnings: [],
      },
    }),
    openai: { chat: { completions: { create: async () => ({}) } } },
  };
}
