import { invalidArgument, type Random } from '@ser/core';
import type { Clip } from '../signal/types.js';
import { convolve } from './convolve.js';
import { powerOf } from './noise.js';

/** A place in a room, in meters from a corner. */
export type Place = readonly [x: number, y: number, z: number];

/** A rectangular room with a speaker and a microphone. */
export interface Room {
  /** Length, width and height in meters. */
  readonly size: Place;
  readonly source: Place;
  readonly microphone: Place;
  /** Time in seconds in which sound decays by 60 dB, 0.05 to 1.5. */
  readonly rt60: number;
}

const SPEED_OF_SOUND = 343;
/** Width of the bins in which energies are summed to find the walls' reflection, in seconds. */
const BIN = 0.002;

/** The images of a source: how far they lie and how many walls their sound has met. */
interface Images {
  readonly distances: Float64Array;
  readonly orders: Uint16Array;
}

/**
 * The impulse response of a rectangular room by the image-source method (Allen and Berkley, JASA 65, 1979). All walls
 * reflect alike; how much follows from the reverberation time, which the response has by its own energy decay.
 *
 * @returns the direct sound first, with a magnitude of about 1.
 * @throws SerError `INVALID_ARGUMENT` for a place outside the room, places that coincide, or a time out of range.
 */
export function roomImpulseResponse(room: Room, sampleRate: number): Float32Array {
  check(room, sampleRate);
  const images = imagesOf(room, room.rt60);
  const reflection = reflectionFor(images, room.rt60);
  const direct = distance(room.source, room.microphone);
  const out = new Float32Array(Math.ceil(room.rt60 * sampleRate) + 2);
  const powers = Float64Array.from({ length: 4096 }, (_, order) => reflection ** order);
  for (let i = 0; i < images.distances.length; i++) {
    const far = images.distances[i]!;
    const delay = ((far - direct) / SPEED_OF_SOUND) * sampleRate;
    const at = Math.floor(delay);
    if (at + 1 >= out.length) continue;
    // Between two samples the pulse is shared; walls take the sign of every second reflection, so that it has no offset.
    const order = images.orders[i]!;
    const gain = ((order % 2 === 0 ? 1 : -1) * (powers[order] ?? 0) * direct) / far;
    out[at]! += gain * (1 - (delay - at));
    out[at + 1]! += gain * (delay - at);
  }
  return out;
}

/** A room of random size, 3 to 8 m by 3 to 6 m by 2.4 to 3.5 m, with random places half a meter from the walls. */
export function randomRoom(random: Random, rt60: number): Room {
  const size: Place = [random.uniform(3, 8), random.uniform(3, 6), random.uniform(2.4, 3.5)];
  const place = (): Place => [
    random.uniform(0.5, size[0] - 0.5),
    random.uniform(0.5, size[1] - 0.5),
    random.uniform(0.5, size[2] - 0.5),
  ];
  const source = place();
  let microphone = place();
  while (distance(source, microphone) < 0.5) microphone = place();
  return { size, source, microphone, rt60 };
}

/**
 * The audio as heard in a room: as long as before, not delayed, with the power that it had.
 *
 * @param response of {@link roomImpulseResponse} at the rate of the audio.
 */
export function addRoom({ samples, sampleRate }: Clip, response: Float32Array): Clip {
  if (samples.length === 0 || response.length === 0) throw invalidArgument('samples', samples, 'at least one sample');
  const wet = convolve(samples, response).subarray(0, samples.length);
  const [before, after] = [powerOf(samples), powerOf(wet)];
  const gain = after > 0 ? Math.sqrt(before / after) : 1;
  return { samples: wet.map((sample) => gain * sample), sampleRate };
}

const distance = (a: Place, b: Place): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function check({ size, source, microphone, rt60 }: Room, sampleRate: number): void {
  if (!(sampleRate > 0 && sampleRate <= 192_000)) throw invalidArgument('sampleRate', sampleRate, 'in (0, 192000] Hz');
  if (!size.every((meters) => meters >= 1 && meters <= 30)) throw invalidArgument('size', size, 'three of 1 to 30 m');
  for (const [name, place] of Object.entries({ source, microphone }))
    if (!place.every((meters, axis) => meters > 0 && meters < size[axis]!))
      throw invalidArgument(name, place, `within the room of ${size.join(' × ')} m`);
  if (distance(source, microphone) < 0.1)
    throw invalidArgument('microphone', microphone, '0.1 m or more from the source');
  if (!(rt60 >= 0.05 && rt60 <= 1.5)) throw invalidArgument('rt60', rt60, 'in [0.05, 1.5] s');
}

/** All images whose sound arrives within `seconds` after the direct sound. */
function imagesOf({ size, source, microphone }: Room, seconds: number): Images {
  const reach = distance(source, microphone) + SPEED_OF_SOUND * seconds;
  // Along each axis: how far each image lies from the microphone, and through how many walls.
  const axes = size.map((length, axis) => {
    const images: { offset: number; order: number }[] = [];
    const most = Math.ceil(reach / (2 * length)) + 1;
    for (let n = -most; n <= most; n++) {
      images.push({ offset: 2 * n * length + source[axis]! - microphone[axis]!, order: Math.abs(2 * n) });
      images.push({ offset: 2 * n * length - source[axis]! - microphone[axis]!, order: Math.abs(2 * n - 1) });
    }
    return images.filter(({ offset }) => Math.abs(offset) <= reach);
  });
  const distances: number[] = [];
  const orders: number[] = [];
  for (const x of axes[0]!)
    for (const y of axes[1]!) {
      const flat = x.offset * x.offset + y.offset * y.offset;
      if (flat > reach * reach) continue;
      for (const z of axes[2]!) {
        const squared = flat + z.offset * z.offset;
        if (squared > reach * reach) continue;
        distances.push(Math.sqrt(squared));
        orders.push(x.order + y.order + z.order);
      }
    }
  return { distances: Float64Array.from(distances), orders: Uint16Array.from(orders) };
}

/** The reflection coefficient with which the energy of the images decays in the given time. */
function reflectionFor({ distances, orders }: Images, rt60: number): number {
  const highest = orders.reduce((most, order) => Math.max(most, order), 0);
  const last = distances.reduce((most, far) => Math.max(most, far), 0);
  const bins = Math.ceil(last / SPEED_OF_SOUND / BIN) + 1;
  const energies = new Float64Array(bins * (highest + 1));
  for (let i = 0; i < distances.length; i++) {
    const bin = Math.floor(distances[i]! / SPEED_OF_SOUND / BIN);
    energies[bin * (highest + 1) + orders[i]!]! += 1 / distances[i]! ** 2;
  }
  let [low, high] = [0.01, 0.999];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    const decay = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++)
      for (let order = 0; order <= highest; order++) {
        const energy = energies[bin * (highest + 1) + order]!;
        if (energy > 0) decay[bin]! += energy * middle ** (2 * order);
      }
    if (decayTime(decay, 1 / BIN) < rt60) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The time in seconds in which an energy decays by 60 dB: a line through the backward integral (Schroeder, JASA 37,
 * 1965) between -5 and -25 dB, prolonged.
 *
 * @param energy squared samples, or sums of them.
 */
export function decayTime(energy: Float64Array, rate: number): number {
  const integral = Float64Array.from(energy);
  for (let i = integral.length - 2; i >= 0; i--) integral[i]! += integral[i + 1]!;
  const total = integral[0] ?? 0;
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < integral.length; i++) {
    const level = 10 * Math.log10(integral[i]! / total);
    if (!(level <= -5 && level >= -25)) continue;
    n += 1;
    sx += i;
    sy += level;
    sxx += i * i;
    sxy += i * level;
  }
  const slope = ((n * sxy - sx * sy) / (n * sxx - sx * sx)) * rate;
  // So short a decay that no two points lie between the levels.
  return slope < 0 ? -60 / slope : 0;
}
