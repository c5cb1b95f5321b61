import type { Engine, FilterBank, FrameKernel, Logarithm, MoveKernel, RowKernel } from './engine.js';
import { AREAS, createTable, type Memory, ROOM } from './memory.js';

const DOUBLE = 8;
const WORK = DOUBLE * AREAS.work;
const INPUT = DOUBLE * AREAS.input;
const OUTPUT = DOUBLE * AREAS.output;
/** Frames that are worked on at a time: what they take stays in the cache. */
const FRAMES = 32;
/** Half the size of the largest transform, and the largest block of an autocorrelation, for which there is scratch. */
const LARGEST = { half: 2 ** 14, block: 2 ** 12 };
/** Longer runs go by the engine's own copy, shorter ones by a loop, which needs no view and so allocates nothing. */
const LONG_RUN = 1024;

function copy(from: Float64Array, start: number, length: number, out: Float64Array, at: number): void {
  if (length > LONG_RUN) out.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) out[at + i] = from[start + i]!;
}

/** Returns a function that computes its value for each size once; there are as many sizes as powers of two. */
function once(compute: (size: number) => Float64Array): (size: number) => Float64Array {
  const values = new Map<number, Float64Array>();
  return (size) => {
    const value = values.get(size) ?? compute(size);
    values.set(size, value);
    return value;
  };
}

/** cos and sin of 2π p / size, of twice and of three times that angle, for each p below size / 4. */
const twiddles = /* @__PURE__ */ once((size) =>
  Float64Array.from({ length: (3 * size) >> 1 }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 6) * (1 + ((i >> 1) % 3))) / size;
    return i % 2 ? Math.sin(angle) : Math.cos(angle);
  }),
);

/** Halves of cos and sin of π k / half for each k below half. */
const turns = /* @__PURE__ */ once((half) =>
  Float64Array.from({ length: 2 * half }, (_, i) => {
    const angle = (Math.PI * (i >> 1)) / half;
    return (i % 2 ? Math.sin(angle) : Math.cos(angle)) / 2;
  }),
);

const twice = (x: number): number => 2 * x;

/** Values that both tables of a transform take. */
const tableSize = (half: number): number => ((3 * half) >> 1) + 2 * half;

/** Returns true if the module has transforms of `size` samples. */
const transforms = (size: number): boolean => size >= 8 && size <= 2 * LARGEST.half && !(size & (size - 1));

/** The hot loops in WebAssembly; what is too large for its memory, or no power of two, goes to `other`. */
export function createWebAssembly({ routines, doubles, locate }: Memory, other: Engine): Engine {
  /** Calls `run` for as many frames at a time as there is room for, with their samples and `slack` zeros in the memory. */
  const byFrames = (
    frame: number,
    slack: number,
    row: number,
    run: (hop: number, count: number) => void,
  ): FrameKernel => {
    return (x, at, hop, count, out, to) => {
      const most = Math.min(FRAMES, 1 + Math.floor((ROOM - frame - slack) / hop), Math.floor(ROOM / row));
      for (let t = 0; t < count; t += most) {
        const now = Math.min(most, count - t);
        const length = (now - 1) * hop + frame;
        copy(x, at + t * hop, length, doubles, AREAS.input);
        if (slack) doubles.fill(0, AREAS.input + length, AREAS.input + length + slack);
        run(hop, now);
        copy(doubles, AREAS.output, now * row, out, to + t * row);
      }
    };
  };

  const spectra = (
    weights: Float64Array,
    size: number,
    bank: FilterBank | undefined,
    logarithm: Logarithm | undefined,
  ): FrameKernel | undefined => {
    if (!transforms(size) || (logarithm && !(logarithm.least >= 2 ** -1022))) return undefined;
    const half = size >> 1;
    // Halves of the samples give halves of the bins' even and odd parts, whose sums the power needs.
    const padded = new Float64Array(size);
    for (let i = 0; i < weights.length; i++) padded[i] = weights[i]! / 2;
    const filters = bank ? bank.start.length : 0;
    // First bin and number of bins of each filter, as integers.
    const runs = new Int32Array(2 * filters);
    for (let m = 0; m < filters; m++) {
      runs[2 * m] = bank!.start[m]!;
      runs[2 * m + 1] = bank!.offset[m + 1]! - bank!.offset[m]!;
    }
    const table = createTable(
      twiddles(half),
      turns(half).map(twice),
      padded,
      new Float64Array(runs.buffer),
      bank?.weights ?? [],
    );
    const row = bank ? filters : half + 1;
    if (!table || row > ROOM) return undefined;
    const [weightsAt, runsAt] = [DOUBLE * tableSize(half), DOUBLE * (tableSize(half) + size)];
    const spectrum = WORK + DOUBLE * 8 * half;
    return byFrames(weights.length, size - weights.length, row, (hop, count) => {
      const tables = locate(table);
      if (!bank) {
        routines.power(INPUT, hop, count, tables + weightsAt, tables, half, WORK, OUTPUT);
        return;
      }
      const { factor = 0, least = 0 } = logarithm ?? {};
      const runs = tables + runsAt;
      routines.bands(
        INPUT,
        hop,
        count,
        tables + weightsAt,
        tables,
        half,
        WORK,
        runs + DOUBLE * filters,
        runs,
        filters,
        factor,
        least,
        spectrum,
        OUTPUT,
      );
    });
  };

  return {
    power: (weights, size) => spectra(weights, size, undefined, undefined) ?? other.power(weights, size),
    bands: (weights, size, filters, logarithm) =>
      spectra(weights, size, filters, logarithm) ?? other.bands(weights, size, filters, logarithm),
    cosines: (cosines) => {
      const { size, length, width, folded } = cosines;
      // Coefficients go by pairs, and pairs by fours.
      const pairs = 4 * Math.ceil(length / 8);
      const values = new Float64Array(2 * pairs * width);
      for (let k = 0; k < length; k++)
        for (let i = 0; i < width; i++) values[((k >> 1) * width + i) * 2 + (k & 1)] = cosines.cosines[k * width + i]!;
      const table = createTable(values);
      const most = Math.min(Math.floor(ROOM / size), Math.floor((ROOM - 8) / length), FRAMES);
      if (!table || !most || 2 * width > AREAS.input - AREAS.work) return other.cosines(cosines);
      return inBlocks(size, length, most, (count) =>
        routines.cosines(INPUT, size, count, locate(table), pairs, width, Number(folded), WORK, length, OUTPUT),
      );
    },
    deltas: (coeffs, odd, even) => {
      const half = odd.length >> 1;
      const table = createTable(odd.subarray(half), even ? even.subarray(half) : []);
      const row = coeffs * (even ? 3 : 2);
      const most = Math.min(Math.floor(ROOM / coeffs) - 2 * half - 1, Math.floor((ROOM - 1) / row), FRAMES);
      if (!table || most < 1) return other.deltas(coeffs, odd, even);
      return (x, from, count, out, to) => {
        for (let t = 0; t < count; t += most) {
          const now = Math.min(most, count - t);
          copy(x, from + (t - half) * coeffs, (now + 2 * half) * coeffs, doubles, AREAS.input);
          const weights = locate(table);
          routines.derive(
            INPUT + DOUBLE * half * coeffs,
            coeffs,
            now,
            weights,
            even ? weights + DOUBLE * (half + 1) : 0,
            half,
            OUTPUT,
          );
          copy(doubles, AREAS.output, now * row, out, to + t * row);
        }
      };
    },
    differences: (length, least, most) => {
      let block = 4;
      while (block < most) block *= 2;
      const table = block <= LARGEST.block && createTable(twiddles(block), turns(block), ones(block));
      if (!table || length + 2 * block > ROOM) return other.differences(length, least, most);
      return byFrames(length, 2 * block, most - least + 1, (hop, count) => {
        const tables = locate(table);
        routines.differences(
          INPUT,
          hop,
          count,
          length,
          least,
          most,
          block,
          tables,
          tables + DOUBLE * tableSize(block),
          WORK,
          OUTPUT,
        );
      });
    },
    polyphase: (filter) => {
      const { weights, taps, up, down } = filter;
      const table = createTable(weights);
      if (!table || taps + (down / up + 1) > ROOM) return other.polyphase(filter);
      const most = Math.floor(Math.min(ROOM, ((ROOM - taps - 1) * up) / down));
      return (x, at, phase, count, out) => {
        for (let done = 0; done < count; ) {
          const now = Math.min(most, count - done);
          const steps = phase + down * done;
          const first = Math.floor(steps / up);
          const now0 = steps - first * up;
          const length = Math.floor((now0 + down * (now - 1)) / up) + taps;
          copy(x, at + first, length, doubles, AREAS.input);
          routines.polyphase(INPUT, locate(table), taps, up, down, now0, now, OUTPUT);
          copy(doubles, AREAS.output, now, out, done);
          done += now;
        }
      };
    },
    moves: (moves) => createMoves(moves) ?? other.moves(moves),
  };

  function inBlocks(size: number, length: number, most: number, run: (count: number) => void): RowKernel {
    return (x, from, count, out, to) => {
      for (let t = 0; t < count; t += most) {
        const now = Math.min(most, count - t);
        copy(x, from + t * size, now * size, doubles, AREAS.input);
        run(now);
        copy(doubles, AREAS.output, now * length, out, to + t * length);
      }
    };
  }

  function createMoves({ pitches, reach, staying, switching }: Parameters<Engine['moves']>[0]): MoveKernel | undefined {
    const span = 2 * reach + 1;
    const row = (pitches + 1) & ~1;
    const size = span * row;
    const padded = row + 2 * reach;
    if (2 * size > AREAS.end - AREAS.tables || 2 * padded > ROOM) return undefined;
    // By the distance, then by the pitch that is reached; beyond the grid nothing comes from.
    const values = new Float64Array(2 * size).fill(-Infinity);
    [staying, switching].forEach((logs, part) => {
      for (let d = -reach; d <= reach; d++)
        for (let j = Math.max(0, -d); j < Math.min(pitches, pitches - d); j++)
          values[part * size + (d + reach) * row + j] = logs[(j + d) * span - d + reach]!;
    });
    const table = createTable(values);
    if (!table) return undefined;
    const origin = new Int32Array(doubles.buffer, OUTPUT + 2 * DOUBLE * row, 2 * row);
    return (scores, next, origins, at) => {
      doubles.fill(0, AREAS.input, AREAS.input + 2 * padded);
      for (let j = 0; j < pitches; j++) {
        doubles[AREAS.input + reach + j] = scores[j]!;
        doubles[AREAS.input + padded + reach + j] = scores[pitches + j]!;
      }
      const logs = locate(table);
      const targets = OUTPUT + 2 * DOUBLE * row;
      routines.follow(
        INPUT,
        INPUT + DOUBLE * padded,
        pitches,
        reach,
        logs,
        logs + DOUBLE * size,
        OUTPUT,
        OUTPUT + DOUBLE * row,
        targets,
        targets + 4 * row,
      );
      for (let j = 0; j < pitches; j++) {
        next[j] = doubles[AREAS.output + j]!;
        next[pitches + j] = doubles[AREAS.output + row + j]!;
        origins[at + j] = origin[j]!;
        origins[at + pitches + j] = origin[row + j]!;
      }
    };
  }
}

/** As many ones, then twice as many zeros. */
const ones = (length: number): Float64Array => new Float64Array(3 * length).fill(1, 0, length);
