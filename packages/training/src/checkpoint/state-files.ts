import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import * as v from '@ser/core/valibot';
import type { RunState } from './run-state.js';

const STATE = 'state.json';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const scores = v.strictObject({ loss: v.number(), uar: v.number(), war: v.number() });
const record = v.strictObject({
  epoch: count,
  learningRate: v.number(),
  loss: v.number(),
  accuracy: v.number(),
  heldOut: v.exactOptional(scores),
});

/** `state.json`: a `RunState` with the length of each array instead of its numbers, which are in `binary`, in this order. */
const stateSchema = v.strictObject({
  format: v.literal(1),
  binary: v.pipe(v.string(), v.regex(/^state-\d+-[0-9a-f]{16}\.bin$/)),
  seed: v.pipe(v.number(), v.safeInteger()),
  backend: v.exactOptional(v.string()),
  stepsInAll: count,
  epoch: count,
  steps: count,
  seconds: v.number(),
  stoppedEarly: v.boolean(),
  records: v.array(record),
  weights: count,
  fixed: count,
  adam: v.strictObject({ step: count, firstMoment: count, secondMoment: count }),
  average: v.exactOptional(v.strictObject({ count, values: count })),
  best: v.exactOptional(v.strictObject({ value: v.number(), epoch: count, weights: count })),
});

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/**
 * Writes a state into a folder: `state.json`, and its weights in a file named after epoch and content. The previous
 * `state.json` and its weights stay until the new one replaces it in one step.
 *
 * @throws SerError `FILE_ACCESS`.
 */
export async function writeState(folder: string, state: RunState): Promise<void> {
  const { weights, fixed, adam, average, best } = state;
  const arrays = [weights, fixed, adam.firstMoment, adam.secondMoment];
  if (average) arrays.push(average.values);
  if (best) arrays.push(best.weights);
  const bytes = Buffer.concat(arrays.map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)));
  const binary = `state-${state.epoch}-${digestOf(bytes)}.bin`;
  const text: v.InferInput<typeof stateSchema> = {
    format: 1,
    binary,
    ...state,
    records: [...state.records],
    weights: weights.length,
    fixed: fixed.length,
    adam: { step: adam.step, firstMoment: adam.firstMoment.length, secondMoment: adam.secondMoment.length },
    average: average && { count: average.count, values: average.values.length },
    best: best && { value: best.value, epoch: best.epoch, weights: best.weights.length },
  } as v.InferInput<typeof stateSchema>;
  await writeFiles(folder, { [binary]: bytes });
  await writeFiles(folder, { [STATE]: `${JSON.stringify(text, null, 2)}\n` });
  await removeFiles(folder, (name) => name !== binary && (isBinary(name) || name.endsWith('.unfinished')));
}

/**
 * Reads the state in a folder; undefined if there is none.
 *
 * @throws SerError `FILE_ACCESS` if the files are damaged.
 */
export async function readState(folder: string): Promise<RunState | undefined> {
  const text = await readText(join(folder, STATE));
  if (text === undefined) return undefined;
  const parsed = v.safeParse(stateSchema, parseJson(text));
  if (!parsed.success) throw damaged(folder, `${STATE}: ${parsed.issues[0].message}`);
  const { format: _, binary, ...state } = parsed.output;
  const bytes = await readFile(join(folder, binary)).catch((cause) => {
    throw damaged(folder, `${binary} cannot be read`, cause);
  });
  if (binary !== `state-${state.epoch}-${digestOf(bytes)}.bin`) throw damaged(folder, `${binary} has been altered`);
  let offset = 0;
  const take = (length: number): Float32Array => {
    const end = offset + length * Float32Array.BYTES_PER_ELEMENT;
    if (end > bytes.length) throw damaged(folder, `${binary} is too short`);
    const values = new Float32Array(Uint8Array.from(bytes.subarray(offset, end)).buffer);
    offset = end;
    return values;
  };
  const { average, best, adam, weights, fixed, ...rest } = state;
  const restored: RunState = {
    ...(rest as Pick<RunState, 'records'> & typeof rest),
    weights: take(weights),
    fixed: take(fixed),
    adam: { step: adam.step, firstMoment: take(adam.firstMoment), secondMoment: take(adam.secondMoment) },
    average: average && { count: average.count, values: take(average.values) },
    best: best && { ...best, weights: take(best.weights) },
  };
  if (offset !== bytes.length) throw damaged(folder, `${binary} is too long`);
  return restored;
}

/** Removes the state in a folder. */
export async function removeState(folder: string): Promise<void> {
  await rm(join(folder, STATE), { force: true });
  await removeFiles(folder, isBinary);
}

/** Returns the text of a file; undefined if there is no such file. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SerError('FILE_ACCESS', `${path} cannot be read`, { cause });
  }
}

/** Returns the value of a JSON text; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isBinary = (name: string): boolean => /^state-\d+-[0-9a-f]{16}\.bin$/.test(name);

async function removeFiles(folder: string, which: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.filter(which).map((name) => rm(join(folder, name), { force: true })));
}

const damaged = (folder: string, reason: string, cause?: unknown): SerError =>
  new SerError('FILE_ACCESS', `the checkpoint in ${folder} is damaged: ${reason}`, {
    cause,
    hint: 'Remove the folder to start again.',
  });
