import { isRecord } from '@ser/core';

/** What a stored run of an earlier version called its fields. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Returns the `config.json` of a run with the field names of today. Earlier versions called `speakerAdaptation` normalization
 * (`plain` for `none`, or absent), `audioAugmentation` augmentation, and `training.featureAugmentation` `training.augmentation`.
 */
export function currentConfig({
  normalization,
  augmentation,
  training,
  members,
  selection,
  ...config
}: Stored): Stored {
  return {
    ...config,
    speakerAdaptation: config.speakerAdaptation ?? currentAdaptation(normalization),
    audioAugmentation: config.audioAugmentation ?? augmentation,
    training: isRecord(training) ? currentTraining(training) : training,
    members: Array.isArray(members) ? members.map(currentConfig) : members,
    selection: Array.isArray(selection) ? selection.map(currentSelection) : selection,
  };
}

/** Returns the `metrics.json` of a run with the field names of today. */
export const currentMetrics = ({ normalization, ...metrics }: Stored): Stored => ({
  ...metrics,
  speakerAdaptation: metrics.speakerAdaptation ?? currentAdaptation(normalization),
});

const currentAdaptation = (normalization: unknown = 'plain'): unknown =>
  normalization === 'plain' ? 'none' : normalization;

const currentTraining = ({ augmentation, ...training }: Stored): Stored => ({
  ...training,
  featureAugmentation: training.featureAugmentation ?? augmentation,
});

const currentSelection = ({ augmentation, training, ...fold }: Stored): Stored => ({
  ...fold,
  audioAugmentation: fold.audioAugmentation ?? augmentation,
  training: isRecord(training) ? currentTraining(training) : training,
});
