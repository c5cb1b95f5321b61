import { fileURLToPath } from 'node:url';
import { contest } from './harness/contest.mjs';
import { below } from './harness/goals.mjs';
import { LineProcess } from './harness/line-process.mjs';
import { wholeAnswers } from './whole-answer.mjs';

const MODELS = { cnn: 'CNN', rnn: 'RNN', lstm: 'LSTM' };
const GOAL_MS = 5;
const GOAL_KIB = 500;
const LIVE_UPDATE_MS = 250;
const CHILD = fileURLToPath(new URL('engines/ser-predict.mjs', import.meta.url));

const OURS = '@ser/models';
const ENGINES = [
  { engine: OURS, ours: true, variant: 'ser' },
  { engine: '@ser/models on stock tfjs wasm', variant: 'stock-wasm' },
  { engine: '@ser/models on tfjs cpu', variant: 'stock-cpu' },
];

/**
 * Prediction: a 3 s utterance of decoded audio to probabilities, one thread, warm, and the size of the saved model; from
 * the bytes of a clip to the answer of the carried model; and what a start costs.
 */
export async function run({ quick, only, log }) {
  const pace = quick ? { rounds: 5, budgetMs: 2000 } : { rounds: 31, budgetMs: 8000 };
  const rows = [];
  const notes = [];
  const goals = [];
  for (const [kind, title] of Object.entries(MODELS)) {
    if (only !== undefined && !kind.includes(only)) continue;
    log(title);
    const children = await Promise.all(ENGINES.map((engine) => open(engine, kind)));
    try {
      const whole = await measure(`${title}: 3 s of audio → probabilities`, 'prediction', children, pace);
      const [own] = children;
      rows.push(...whole);
      rows.push(...(await measure(`${title}: of which features`, 'features', [own], pace)));
      goals.push(below(`${title}: ms from audio to probabilities`, whole[0].medianMs, GOAL_MS));
      goals.push(below(`${title}: KiB on disk`, own.fileKiB, GOAL_KIB));
      const share = whole[0].medianMs === null ? null : (100 * whole[0].medianMs) / LIVE_UPDATE_MS;
      goals.push(below(`${title}: % of one core when predicting 3 s anew every ${LIVE_UPDATE_MS} ms`, share, 10));
      if (own.params !== undefined)
        notes.push(`${title}: ${own.params} parameters, ${own.fileKiB.toFixed(0)} KiB on disk`);
    } finally {
      for (const { child } of children) child.close();
    }
  }
  if (only === undefined || 'answer'.includes(only)) {
    const answers = await wholeAnswers({ pace, log });
    rows.push(...answers.rows);
    goals.push(...answers.goals);
  }
  return { rows, goals, notes };
}

async function open(engine, kind) {
  const child = new LineProcess(process.execPath, [CHILD, engine.variant]);
  try {
    const { params, fileKiB } = await child.ask({ build: kind }, { limitMs: 60_000 });
    return { ...engine, child, params, fileKiB };
  } catch (error) {
    return { ...engine, child, failure: error.message };
  }
}

function measure(work, what, children, pace) {
  const contenders = children.map(({ engine, ours, child, failure }) => ({
    engine,
    threads: 1,
    ours,
    unmeasured: failure,
    warmUps: 20,
    run: async () => (await child.ask({ measure: what, utterances: 1 }, { limitMs: 60_000 })).ms,
  }));
  return contest(work, contenders, pace);
}
