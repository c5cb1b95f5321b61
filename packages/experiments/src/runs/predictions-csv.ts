import { type Emotion, isEmotion, SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';

const FIXED = ['id', 'speaker', 'fold', 'truth', 'predicted'] as const;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Predictions as CSV: id, speaker, fold, truth, predicted, and one column of probabilities a label. */
export function formatPredictions(predictions: readonly UtterancePrediction[], labels: readonly Emotion[]): string {
  const rows = predictions.map((prediction) => [
    ...FIXED.map((column) => quoted(prediction[column])),
    ...prediction.probabilities.map(String),
  ]);
  return `${[[...FIXED, ...labels], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/**
 * Reads what {@link formatPredictions} wrote.
 *
 * @throws SerError `FILE_ACCESS` that names the line with wrong columns, labels or numbers.
 */
export function parsePredictions(csv: string): { predictions: UtterancePrediction[]; labels: Emotion[] } {
  const [header, ...rows] = splitRows(csv);
  const labels = (header ?? []).slice(FIXED.length);
  if (!header || FIXED.some((column, i) => header[i] !== column) || labels.length === 0 || !labels.every(isEmotion)) {
    throw new SerError('FILE_ACCESS', `predictions must begin with the columns ${FIXED.join(', ')} and labels`);
  }
  const predictions = rows.map((row, i): UtterancePrediction => {
    const [id, speaker, fold, truth, predicted] = row as [string, string, string, string, string];
    const probabilities = row.slice(FIXED.length).map(Number);
    const sound =
      row.length === header.length &&
      isEmotion(truth) &&
      isEmotion(predicted) &&
      probabilities.every((p) => p >= 0 && p <= 1 + 1e-6);
    if (!sound)
      throw new SerError('FILE_ACCESS', `line ${i + 2} of the predictions is damaged: ${row.join(',').slice(0, 80)}`);
    return { id, speaker, fold, truth, predicted, probabilities };
  });
  return { predictions, labels };
}

/** Rows and cells of a CSV text (RFC 4180). */
function splitRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new SerError('FILE_ACCESS', `line ${rows.length + 1} of the predictions is not CSV`);
    const [, content = '', end] = match;
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
