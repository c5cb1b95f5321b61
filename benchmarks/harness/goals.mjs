/** A goal that a ratio of two rows (`slower` time over `faster` time) must reach. */
export function atLeast(what, numerator, denominator, goal) {
  const value = ratio(numerator, denominator);
  return { what, value, goal: `≥ ${goal}`, reached: value !== null && value >= goal };
}

/** A goal that a ratio of two rows must not exceed. */
export function atMost(what, numerator, denominator, goal) {
  const value = ratio(numerator, denominator);
  return { what, value, goal: `≤ ${goal}`, reached: value !== null && value <= goal };
}

/** A goal on a plain number that must stay below `goal`. */
export function below(what, value, goal) {
  return {
    what,
    value: value ?? null,
    goal: `< ${goal}`,
    reached: value !== undefined && value !== null && value < goal,
  };
}

/** The row of a work whose engine name starts with `engine`. */
export function findRow(rows, work, engine, threads) {
  return rows.find(
    (row) => row.work === work && row.engine.startsWith(engine) && (threads === undefined || row.threads === threads),
  );
}

function ratio(numerator, denominator) {
  if (!numerator?.medianMs || !denominator?.medianMs) return null;
  return Math.round((numerator.medianMs / denominator.medianMs) * 1000) / 1000;
}
