/**
 * A text table, one block per work. "time ÷ ours" compares a peer with our row of the same work and as many threads
 * (our one-thread row where there is none), and our own rows with our one-thread row: above 1 is slower.
 */
export function renderTable(rows) {
  const works = [...new Set(rows.map((row) => row.work))];
  const cells = [['work', 'engine', 'threads', 'median', 'time ÷ ours', 'runs', 'spread', '']];
  for (const work of works) {
    const block = rows.filter((row) => row.work === work);
    block.forEach((row, index) => {
      cells.push([
        index === 0 ? work : '',
        row.engine,
        String(row.threads),
        row.medianMs === null ? '–' : formatMs(row.medianMs),
        formatRatio(ratioToOurs(row, block)),
        String(row.runs),
        row.spread === undefined ? '' : `± ${(row.spread * 100).toFixed(0)} %`,
        row.note ?? '',
      ]);
    });
  }
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const numeric = new Set([2, 3, 4, 5, 6]);
  const lines = cells.map((line) =>
    line
      .map((cell, column) => (numeric.has(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, '─'.repeat(widths.slice(0, 7).reduce((sum, width) => sum + width + 2, -2)));
  return lines.join('\n');
}

/** Time of `row` over ours, or undefined where either is missing. */
function ratioToOurs(row, block) {
  const own = block.filter((other) => other.ours === true && other.medianMs !== null);
  const equal = row.ours ? undefined : own.find((other) => other.threads === row.threads);
  const base = equal ?? own.find((other) => other.threads === 1);
  if (base === undefined || row.medianMs === null) return undefined;
  return row.medianMs / base.medianMs;
}

/** One line a goal: `what`, the measured ratio, the goal and whether it is reached. */
export function renderGoals(goals) {
  const width = Math.max(...goals.map((goal) => goal.what.length));
  return goals
    .map(({ what, value, goal, reached }) => {
      const measured = value === null ? 'not measured' : `${formatNumber(value)} (goal ${goal})`;
      return `${what.padEnd(width)}  ${measured}${value === null ? '' : reached ? '  reached' : '  MISSED'}`;
    })
    .join('\n');
}

function formatMs(ms) {
  return `${formatNumber(ms)} ms`;
}

function formatRatio(ratio) {
  return ratio === undefined ? '' : formatNumber(ratio);
}

function formatNumber(value) {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 1 ? value.toFixed(2) : value.toPrecision(3);
}
