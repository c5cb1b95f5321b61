import {
  count,
  type Entries,
  finite,
  flag,
  list,
  notNegative,
  optional,
  positive,
  type Schema,
  share,
  word,
} from '@ser/core/schema';
import type { FrameConfig, FrontEndConfig, LogMelSpec, MelSpec } from '@ser/dsp';
import * as v from 'valibot';

const mel = {
  nMels: optional(count),
  fMin: optional(notNegative),
  fMax: optional(positive),
  htk: optional(flag),
  melNorm: optional(v.union([v.literal('slaney'), positive, v.null()], "'slaney', a positive number or null")),
  melAxis: optional(word('hz', 'mel', 'bin')),
  powerScale: optional(positive),
} satisfies Entries<MelSpec>;

const logMel = {
  ...mel,
  log: optional(word('db', 'ln')),
  amin: optional(positive),
  topDb: optional(v.nullable(positive)),
} satisfies Entries<LogMelSpec>;

const feature = v.variant('kind', [
  v.strictObject({ kind: v.literal('mel'), ...mel }),
  v.strictObject({ kind: v.literal('logMel'), ...logMel }),
  v.strictObject({
    kind: v.literal('mfcc'),
    ...logMel,
    nMfcc: optional(count),
    dctType: optional(v.picklist([2, 3], '2 or 3')),
    norm: optional(v.nullable(word('ortho'))),
    lifter: optional(notNegative),
    htkLifter: optional(flag),
    energy: optional(word('frame', 'spectrum')),
  }),
  v.strictObject({ kind: v.literal('rms') }),
  v.strictObject({ kind: v.literal('zcr') }),
  v.strictObject({ kind: v.literal('centroid') }),
  v.strictObject({ kind: v.literal('bandwidth') }),
  v.strictObject({ kind: v.literal('rolloff'), rollPercent: optional(share) }),
  v.strictObject({ kind: v.literal('flatness') }),
]);

const frame = v.strictObject({
  nFft: count,
  hopLength: count,
  winLength: optional(count),
  window: optional(word('hann', 'hamming', 'blackman', 'povey', 'rectangular')),
  periodic: optional(flag),
  center: optional(v.union([v.boolean(), v.picklist(['hop', 'cover'])], "true, false, 'hop' or 'cover'")),
  padMode: optional(word('constant', 'edge', 'reflect', 'symmetric', 'wrap')),
  frameLength: optional(count),
  removeDc: optional(flag),
  preEmphasis: optional(share),
} satisfies Entries<FrameConfig>);

/**
 * The schema of {@link FrontEndConfig} without `normalization`, whose statistics come from training parts;
 * `createFrontEnd` checks what several fields must have in common.
 */
export const frontEndSchema: Schema<FrontEndConfig> = v.strictObject({
  sampleRate: positive,
  level: optional(v.strictObject({ kind: word('rms', 'peak', 'loudness'), targetDb: finite })),
  trim: optional(v.strictObject({ topDb: positive })),
  fixedLength: optional(count),
  preEmphasis: optional(
    v.union([share, v.strictObject({ coef: share, zi: finite })], 'a number in [0, 1] or { coef, zi }'),
  ),
  frame,
  features: list(feature, 'a list of features'),
  deltas: optional(v.strictObject({ orders: v.picklist([1, 2], '1 or 2'), width: optional(count) })),
  subtractClipMean: optional(flag),
} satisfies Entries<Omit<FrontEndConfig, 'normalization'>>);
