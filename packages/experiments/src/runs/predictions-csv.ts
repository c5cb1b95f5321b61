import { type Emotion, formatCsv, isEmotion, parseCsv, SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';

const FIXED = ['id', 'speaker', 'fold', 'truth', 'predicted'] as const;

/** The columns where listeners have voted. `heard` stands between others, so that a label of that name is another column. */
const VOTED = ['id', 'speaker', 'fold', 'truth', 'heard', 'predicted'] as const;

/**
 * Returns predictions as CSV: id, speaker, fold, truth, `heard` if listeners have voted, predicted, and one column of
 * probabilities for each label.
 */
export function formatPredictions(predictions: readonly UtterancePrediction[], labels: readonly Emotion[]): string {
  const fixed = predictions.some(({ heard }) => heard !== undefined) ? VOTED : FIXED;
  const rows = predictions.map((prediction) => [
    ...fixed.map((column) => prediction[column] ?? ''),
    ...prediction.probabilities,
  ]);
  return formatCsv([[...fixed, ...labels], ...rows]);
}

/**
 * Reads what {@link formatPredictions} wrote.
 *
 * @throws SerError `FILE_ACCESS` that names the line with wrong columns, labels or numbers.
 */
export function parsePredictions(csv: string): { predictions: UtterancePrediction[]; labels: Emotion[] } {
  const [header, ...rows] = parseCsv(csv, { code: 'FILE_ACCESS' });
  const columns = header?.fields ?? [];
  const fixed: readonly string[] = columns[VOTED.indexOf('heard')] === 'heard' ? VOTED : FIXED;
  const labels = columns.slice(fixed.length);
  if (fixed.some((column, i) => columns[i] !== column) || labels.length === 0 || !labels.every(isEmotion)) {
    throw new SerError('FILE_ACCESS', `predictions must begin with the columns ${FIXED.join(', ')} and labels`);
  }
  const predictions = rows.map(({ line, fields }): UtterancePrediction => {
    const row = Object.fromEntries(fixed.map((column, i) => [column, fields[i]])) as Record<
      (typeof VOTED)[number],
      string
    >;
    const probabilities = fields.slice(fixed.length).map(Number);
    const isValid =
      fields.length === columns.length &&
      isEmotion(row.truth) &&
      labels.includes(row.predicted) &&
      probabilities.every((p) => p >= 0 && p <= 1 + 1e-6);
    if (!isValid)
      throw new SerError('FILE_ACCESS', `line ${line} of the predictions is damaged: ${fields.join(',').slice(0, 80)}`);
    return { ...row, heard: row.heard || undefined, probabilities };
  });
  return { predictions, labels };
}
