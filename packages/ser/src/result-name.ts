import type { Experiment } from '@ser/training';

/**
 * What the folder of a result is called: its corpus, protocol and kind of model and, unless normalisation is plain, what
 * was known of the speakers, e.g. `emodb-loso-cnn` and `emodb-loso-cnn-enrolled`.
 */
export const resultName = (
  corpus: string,
  { protocol, model, normalisation = 'plain' }: Pick<Experiment, 'model' | 'normalisation'> & { protocol: string },
): string => [corpus, protocol, model.kind, ...(normalisation === 'plain' ? [] : [normalisation])].join('-');
