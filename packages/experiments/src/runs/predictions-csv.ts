import { type Emotion, formatCsv, isEmotion, parseCsv, SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';

const FIXED = ['id', 'speaker', 'fold', 'truth', 'predicted'] as const;

/** Returns predictions as CSV: id, speaker, fold, truth, predicted, and one column of probabilities for each label. */
export function formatPredictions(predictions: readonly UtterancePrediction[], labels: readonly Emotion[]): string {
  const rows = predictions.map((prediction) => [
    ...FIXED.map((column) => prediction[column]),
    ...prediction.probabilities,
  ]);
  return formatCsv([[...FIXED, ...labels], ...rows]);
}

/**
 * Reads what {@link formatPredictions} wrote.
 *
 * @throws SerError `FILE_ACCESS` that names the line with wrong columns, labels or numbers.
 */
export function parsePredictions(csv: string): { predictions: UtterancePrediction[]; labels: Emotion[] } {
  const [header, ...rows] = parseCsv(csv, { code: 'FILE_ACCESS' });
  const columns = header?.fields ?? [];
  const labels = columns.slice(FIXED.length);
  if (FIXED.some((column, i) => columns[i] !== column) || labels.length === 0 || !labels.every(isEmotion)) {
    throw new SerError('FILE_ACCESS', `predictions must begin with the columns ${FIXED.join(', ')} and labels`);
  }
  const predictions = rows.map(({ line, fields }): UtterancePrediction => {
    const [id, speaker, fold, truth, predicted] = fields as [string, string, string, string, string];
    const probabilities = fields.slice(FIXED.length).map(Number);
    const isValid =
      fields.length === columns.length &&
      isEmotion(truth) &&
      labels.includes(predicted) &&
      probabilities.every((p) => p >= 0 && p <= 1 + 1e-6);
    if (!isValid)
      throw new SerError('FILE_ACCESS', `line ${line} of the predictions is damaged: ${fields.join(',').slice(0, 80)}`);
    return { id, speaker, fold, truth, predicted, probabilities };
  });
  return { predictions, labels };
}
