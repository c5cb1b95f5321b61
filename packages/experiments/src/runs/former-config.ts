import { isRecord } from '@ser/core';

/** What a stored run of an earlier version called its fields. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Returns the `config.json` of a run with the field names of today. Earlier versions called `speakerAdaptation` normalization
 * (`plain` for `none`, or absent), `audioAugmentation` augmentation, and `training.featureAugmentation` `training.augmentation`;
 * the first ones wrote normalisation and enrolmentClips.
 */
export function currentConfig({
  normalisation,
  normalization = normalisation,
  enrolmentClips,
  augmentation,
  training,
  members,
  selection,
  ...config
}: Stored): Stored {
  return {
    ...config,
    speakerAdaptation: config.speakerAdaptation ?? currentAdaptation(normalization),
    enrollmentClips: config.enrollmentClips ?? enrolmentClips,
    audioAugmentation: config.audioAugmentation ?? augmentation,
    training: isRecord(training) ? currentTraining(training) : training,
    members: Array.isArray(members) ? members.map(currentConfig) : members,
    selection: Array.isArray(selection) ? selection.map(currentSelection) : selection,
  };
}

/** Returns the `metrics.json` of a run with the field names of today. */
export const currentMetrics = ({ normalisation, normalization = normalisation, ...metrics }: Stored): Stored => ({
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
