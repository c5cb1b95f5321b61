import { type Emotion, formatCsv, isEmotion, parseCsv, SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';

const FIXED = ['id', 'speaker', 'fold', 'truth', 'predicted'] as const;

/** Only where the corpus has votes of listeners. */
const HEARD = 'heard';

/**
 * Returns predictions as CSV: id, speaker, fold, truth, predicted, `heard` if listeners have voted, and one column of
 * probabilities for each label.
 */
export function formatPredictions(predictions: readonly UtterancePrediction[], labels: readonly Emotion[]): string {
  const hasVotes = predictions.some(({ heard }) => heard !== undefined);
  const rows = predictions.map((prediction) => [
    ...FIXED.map((column) => prediction[column]),
    ...(hasVotes ? [prediction.heard ?? ''] : []),
    ...prediction.probabilities,
  ]);
  return formatCsv([[...FIXED, ...(hasVotes ? [HEARD] : []), ...labels], ...rows]);
}

/**
 * Reads what {@link formatPredictions} wrote.
 *
 * @throws SerError `FILE_ACCESS` that names the line with wrong columns, labels or numbers.
 */
export function parsePredictions(csv: string): { predictions: UtterancePrediction[]; labels: Emotion[] } {
  const [header, ...rows] = parseCsv(csv, { code: 'FILE_ACCESS' });
  const columns = header?.fields ?? [];
  const hasVotes = columns[FIXED.length] === HEARD;
  const labels = columns.slice(FIXED.length + (hasVotes ? 1 : 0));
  if (FIXED.some((column, i) => columns[i] !== column) || labels.length === 0 || !labels.every(isEmotion)) {
    throw new SerError('FILE_ACCESS', `predictions must begin with the columns ${FIXED.join(', ')} and labels`);
  }
  const predictions = rows.map(({ line, fields }): UtterancePrediction => {
    const [id, speaker, fold, truth, predicted] = fields as [string, string, string, string, string];
    const heard = (hasVotes && fields[FIXED.length]) || undefined;
    const probabilities = fields.slice(columns.length - labels.length).map(Number);
    const isValid =
      fields.length === columns.length &&
      isEmotion(truth) &&
      labels.includes(predicted) &&
      probabilities.every((p) => p >= 0 && p <= 1 + 1e-6);
    if (!isValid)
      throw new SerError('FILE_ACCESS', `line ${line} of the predictions is damaged: ${fields.join(',').slice(0, 80)}`);
    return { id, speaker, fold, truth, predicted, heard, probabilities };
  });
  return { predictions, labels };
}
