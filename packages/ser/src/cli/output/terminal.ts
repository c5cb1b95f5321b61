import type { ProgressListener } from '@ser/core';
import type { RecordingPrediction } from '../../contract.js';

/** A target of text: standard output or error, or the collector of a test. */
export interface TextStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** `45 s`, `3 min 07 s`, `2 h 05 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `71.4 %` from a fraction. */
export function formatPercent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

/** `12`, `0.512`, `3.1e-4`. */
function formatFigure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.01 ? value.toFixed(3) : value.toExponential(1);
}

/** One field of a progress line. */
interface Field {
  readonly text: string;
  /** The text on a narrow terminal; without it, the field is left out there. */
  readonly short?: string | undefined;
  /** On a narrow terminal, fields of the highest rank are left out first. */
  readonly rank: number;
}

/** Names and ranks of the figures of a progress event, in the order of the line; others follow. */
const FIGURES: Readonly<Record<string, Pick<Field, 'rank'> & { readonly name: string; readonly short?: string }>> = {
  outerFold: { name: 'outer fold', rank: 2 },
  candidate: { name: 'candidate', rank: 3 },
  seed: { name: 'seed', rank: 2 },
  fold: { name: 'fold', rank: 1 },
  epoch: { name: 'epoch', rank: 1 },
  loss: { name: 'loss', rank: 0 },
  heldOutUar: { name: 'held-out UAR', short: 'held-out', rank: 6 },
  step: { name: 'step', rank: 7 },
  heldOutLoss: { name: 'held-out loss', rank: 8 },
  accuracy: { name: 'accuracy', rank: 9 },
  learningRate: { name: 'rate', rank: 10 },
  clipsPerSecond: { name: 'clips/s', rank: 3 },
  failed: { name: 'failed', rank: 2 },
};
const RANKS = { time: 4, task: 5, otherFigures: 11 } as const;
const SHARES: readonly string[] = ['heldOutUar', 'accuracy'];

/** `epoch 3`, `loss 0.512`, `held-out UAR 54.1 %`, `step 12/40`. */
function figureFields({ steps, ...metrics }: Readonly<Record<string, number>>): Field[] {
  const keys = [...new Set([...Object.keys(FIGURES), ...Object.keys(metrics)])];
  return keys.flatMap((key): Field[] => {
    const value = metrics[key];
    if (value === undefined) return [];
    const { name, short, rank } = FIGURES[key] ?? { name: key, rank: RANKS.otherFigures };
    const number = SHARES.includes(key) ? formatPercent(value) : formatFigure(value);
    const figure = key === 'step' && steps !== undefined ? `${number}/${steps}` : number;
    return [{ text: `${name} ${figure}`, short: short && `${short} ${figure}`, rank }];
  });
}

const lineOf = (fields: readonly Field[]): string => `  ${fields.map(({ text }) => text).join(' · ')}`;

/** The fields as a line of at most `width` characters, for which whole fields give way. */
function fittingLine(fields: readonly Field[], width: number): string {
  let kept = fields;
  for (const field of [...fields].sort((a, b) => b.rank - a.rank)) {
    if (lineOf(kept).length <= width) break;
    const rest = field.short === undefined ? [] : [{ ...field, text: field.short }];
    kept = kept.flatMap((one) => (one === field ? rest : [one]));
  }
  return lineOf(kept).slice(0, width);
}

/**
 * Returns a printer of progress: on a terminal as one line of its width that is overwritten, elsewhere as a line every
 * ten seconds and at the end of a task. A figure that an event lacks stays, such as the UAR on held-out speakers during
 * the next epoch; steps do not. Call `end` before printing anything else.
 */
export function progressPrinter(
  stream: TextStream,
  now: () => number = Date.now,
): { listener: ProgressListener; end(): void } {
  let open = false;
  let last = Number.NEGATIVE_INFINITY;
  let current: { task: string; figures: Record<string, number> } = { task: '', figures: {} };
  const clear = (): void => {
    if (open) stream.write('\r\x1b[K');
    open = false;
  };
  return {
    listener({ task, done, total, etaMs, elapsedMs, metrics, note }) {
      if (note !== undefined) {
        clear();
        stream.write(`Note: ${note}\n`);
      }
      const { step: _, steps: __, ...kept } = current.task === task ? current.figures : {};
      current = { task, figures: { ...kept, ...metrics } };
      const finished = done >= total;
      if (!finished && now() - last < (stream.isTTY ? 100 : 10_000)) return;
      last = now();
      const count = `${done}/${total}`;
      const fields: Field[] = [{ text: `${task} ${count}`, short: count, rank: RANKS.task }];
      if (finished) fields.push({ text: formatDuration(elapsedMs), rank: RANKS.time });
      else if (etaMs !== undefined) fields.push({ text: `${formatDuration(etaMs)} left`, rank: RANKS.time });
      fields.push(...figureFields(current.figures));
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${fittingLine(fields, (stream.columns ?? 80) - 1)}`);
        open = true;
      } else {
        stream.write(`${lineOf(fields)}\n`);
      }
    },
    end: clear,
  };
}

/**
 * Breaks a text between words where it is wider than a terminal.
 *
 * @param width of the terminal; undefined where there is none, and nothing is broken.
 * @param indent spaces before the lines that follow.
 */
export function wrapText(text: string, width: number | undefined, indent: number): string {
  if (width === undefined) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line].join('\n');
}

/** Least width of a last column that is broken between words. */
const LEAST_LAST = 24;

/**
 * Columns aligned with two spaces between; numbers (anything with a digit first) to the right.
 *
 * @param width of the terminal: a last column that does not fit is broken between words, or follows below.
 */
export function formatTable(rows: readonly (readonly string[])[], width?: number | undefined): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (/^[\d±–-]/.test(cell) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  if (width === undefined || before + (widths.at(-1) ?? 0) <= width) return rows.map(line).join('\n');
  if (width - before >= LEAST_LAST) return rows.map((row) => wrapText(line(row), width, before)).join('\n');
  return rows.map((row) => `${line(row.slice(0, -1))}\n  ${wrapText(row.at(-1) ?? '', width - 2, 2)}`).join('\n');
}

/** What {@link formatPrediction} reads of a prediction. */
type FormattedPrediction = Pick<RecordingPrediction, 'label' | 'confidence' | 'probabilities' | 'uncertain'>;

/** A prediction as a headline and one bar per label, best first; one that is not to be relied on says so first. */
export function formatPrediction(name: string, prediction: FormattedPrediction): string {
  const width = Math.max(...prediction.probabilities.map(({ label }) => label.length));
  const bars = prediction.probabilities.map(({ label, probability }) => {
    const bar = '█'.repeat(Math.round(30 * probability));
    return `  ${label.padEnd(width)}  ${formatPercent(probability).padStart(7)}  ${bar}`.trimEnd();
  });
  const { label, confidence, uncertain } = prediction;
  const headline = uncertain ? `uncertain: ${uncertain.message}` : `${label} (${formatPercent(confidence)})`;
  return [`${name}: ${headline}`, ...bars].join('\n');
}

/** `1:02:03.4` or `2:03.4` from seconds. */
export function formatTime(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(tenths / 600);
  const rest = `${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
