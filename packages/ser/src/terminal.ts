import type { ProgressListener } from '@ser/core';
import type { Prediction } from '@ser/models';

/** Where text goes: standard output or error, or a test's collector. */
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

/** What figures of a progress event are called, in the order in which they stand; others follow. */
const FIGURES: Readonly<Record<string, string>> = {
  outerFold: 'outer fold',
  candidate: 'candidate',
  seed: 'seed',
  fold: 'fold',
  epoch: 'epoch',
  step: 'step',
  loss: 'loss',
  heldOutUar: 'held-out UAR',
  heldOutLoss: 'held-out loss',
  accuracy: 'accuracy',
  learningRate: 'rate',
};
const SHARES: readonly string[] = ['heldOutUar', 'accuracy'];

/** `epoch 3`, `step 12/40`, `loss 0.512`, `held-out UAR 54.1 %`. */
function formatFigures({ steps, ...metrics }: Readonly<Record<string, number>>): string[] {
  const names = [...new Set([...Object.keys(FIGURES), ...Object.keys(metrics)])];
  return names.flatMap((name) => {
    const value = metrics[name];
    if (value === undefined) return [];
    const figure = SHARES.includes(name) ? formatPercent(value) : formatFigure(value);
    return [`${FIGURES[name] ?? name} ${figure}${name === 'step' && steps !== undefined ? `/${steps}` : ''}`];
  });
}

/**
 * Prints progress: on a terminal as one line that renews itself, elsewhere as a line every ten seconds and at the end of a task.
 * A figure that an event does not renew stays, such as the UAR on held-out speakers within the next epoch; steps do not.
 * Call `end` before printing anything else.
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
    listener({ task, done, total, etaMs, elapsedMs, metrics }) {
      const { step: _, steps: __, ...kept } = current.task === task ? current.figures : {};
      current = { task, figures: { ...kept, ...metrics } };
      const finished = done >= total;
      if (!finished && now() - last < (stream.isTTY ? 100 : 10_000)) return;
      last = now();
      const parts = [`${task} ${done}/${total}`];
      if (finished) parts.push(formatDuration(elapsedMs));
      else if (etaMs !== undefined) parts.push(`${formatDuration(etaMs)} left`);
      const line = `  ${[...parts, ...formatFigures(current.figures)].join(' · ')}`;
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
        open = true;
      } else {
        stream.write(`${line}\n`);
      }
    },
    end: clear,
  };
}

/** Columns aligned with two spaces between; numbers (anything with a digit first) to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows
    .map((row) =>
      row
        .map((cell, i) => (/^[\d±–-]/.test(cell) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A prediction as a headline and one bar per label, best first. */
export function formatPrediction(name: string, prediction: Prediction): string {
  const width = Math.max(...prediction.probabilities.map(({ label }) => label.length));
  const bars = prediction.probabilities.map(({ label, probability }) => {
    const bar = '█'.repeat(Math.round(30 * probability));
    return `  ${label.padEnd(width)}  ${formatPercent(probability).padStart(7)}  ${bar}`.trimEnd();
  });
  return [`${name}: ${prediction.label} (${formatPercent(prediction.confidence)})`, ...bars].join('\n');
}
