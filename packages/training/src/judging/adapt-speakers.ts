import { SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import type { Example } from '../data/example.js';
import { fitNormalisation, type Normalisation } from '../data/normalisation.js';
import { enrolledStatistics } from './enrolled-statistics.js';
import type { NormalisationKind } from './normalisation-kind.js';

/** What is known of the speakers of a fold, as a message can carry it. */
export interface SpeakerAdaptation {
  readonly kind: Exclude<NormalisationKind, 'plain'>;
  /** The clips that stand for each speaker: for `speaker` all of them, for `enrolled` a few neutral ones. */
  readonly clips: ReadonlyMap<string, readonly FeatureMatrix[]>;
  /** The speaker of each clip of the test part; examples of the other parts name theirs. */
  readonly testSpeakers: readonly string[];
}

/** The parts of a fold. */
interface Parts {
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly test: readonly FeatureMatrix[];
}

/**
 * The parts of a fold with the features of each speaker brought to the statistics of the training part. A network that
 * is normalised by the training part then sees what normalisation by the speaker's own statistics would give.
 */
export function adaptSpeakers(parts: Parts, { kind, clips, testSpeakers }: SpeakerAdaptation): Parts {
  const base = fitNormalisation(parts.train.map(({ features }) => features));
  const clipsOf = (speaker = 'without a name'): readonly FeatureMatrix[] => {
    const own = clips.get(speaker);
    if (!own) throw new SerError('INVALID_ARGUMENT', `clips of speaker ${speaker} are missing`);
    return own;
  };
  const trained = new Set(parts.train.map(({ speaker }) => speaker));
  const reference = kind === 'enrolled' ? fitNormalisation([...trained].flatMap((speaker) => clipsOf(speaker))) : base;
  const known = new Map<string | undefined, Normalisation>();
  const statisticsOf = (speaker: string | undefined): Normalisation => {
    let own = known.get(speaker);
    if (!own) {
      own =
        kind === 'speaker' ? fitNormalisation(clipsOf(speaker)) : enrolledStatistics(base, reference, clipsOf(speaker));
      known.set(speaker, own);
    }
    return own;
  };
  const adapt = (features: FeatureMatrix, speaker: string | undefined): FeatureMatrix =>
    restate(features, statisticsOf(speaker), base);
  const adaptExample = ({ features, variants, ...example }: Example): Example => ({
    ...example,
    features: adapt(features, example.speaker),
    ...(variants ? { variants: variants.map((variant) => adapt(variant, example.speaker)) } : {}),
  });
  return {
    train: parts.train.map(adaptExample),
    heldOut: parts.heldOut.map(adaptExample),
    test: parts.test.map((features, i) => adapt(features, testSpeakers[i])),
  };
}

/** Features that have, by the statistics `to`, the normalised values that they had by the statistics `from`. */
function restate({ data, frames, coeffs }: FeatureMatrix, from: Normalisation, to: Normalisation): FeatureMatrix {
  const gain = Float64Array.from({ length: coeffs }, (_, c) => to.std[c]! / from.std[c]!);
  const out = new Float32Array(frames * coeffs);
  for (let i = 0; i < out.length; i++) {
    const c = i % coeffs;
    out[i] = (data[i]! - from.mean[c]!) * gain[c]! + to.mean[c]!;
  }
  return { data: out, frames, coeffs };
}
