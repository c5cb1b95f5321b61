import type { Experiment } from '@ser/experiments';

/**
 * What the folder of a result is called: its corpus, protocol and subject (a kind of model, `sweep` or `search`) and,
 * unless normalization is plain, what was known of the speakers, e.g. `emodb-loso-cnn` and `emodb-loso-cnn-enrolled`.
 */
export const resultName = (
  corpus: string,
  protocol: string,
  subject: string,
  { normalization = 'plain' }: Pick<Experiment, 'normalization'>,
): string => [corpus, protocol, subject, ...(normalization === 'plain' ? [] : [normalization])].join('-');
