import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { Random } from './random.js';

it('repeats itself for the same seed and differs for another', () => {
  const draw = (seed: number | string) =>
    Array.from(
      { length: 5 },
      (
        (r) => () =>
          r.uint32()
      )(new Random(seed)),
    );
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw('a')).not.toEqual(draw('b'));
});

it('continues from a stored state', () => {
  const random = new Random(7);
  random.next();
  const copy = Random.from(random.state);
  expect([copy.next(), copy.next()]).toEqual([random.next(), random.next()]);
});

it('forks independent streams without advancing', () => {
  const random = new Random(3);
  const before = random.state;
  const a = random.fork('a').next();
  expect(random.state).toEqual(before);
  expect(random.fork('a').next()).toBe(a);
  expect(random.fork('b').next()).not.toBe(a);
});

it('has the moments of its distributions', () => {
  const random = new Random(5);
  const n = 100_000;
  let uniform = 0;
  let normal = 0;
  let square = 0;
  const counts = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    uniform += random.uniform(2, 4);
    const z = random.normal();
    normal += z;
    square += z * z;
    counts[random.integer(3)]!++;
  }
  expect(uniform / n).toBeCloseTo(3, 1);
  expect(Math.abs(normal / n)).toBeLessThan(0.02);
  expect(Math.abs(square / n - 1)).toBeLessThan(0.03);
  for (const count of counts) expect(Math.abs(count / n - 1 / 3)).toBeLessThan(0.01);
});

it('shuffles a copy', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = new Random(1).shuffle(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled).not.toEqual(items);
  expect(shuffled.sort()).toEqual(items);
});

it('refuses arguments that make no sense', () => {
  expect(() => new Random(1.5)).toThrow(SerError);
  expect(() => new Random(1).integer(0)).toThrow('n must be a positive integer, got 0');
  expect(() => new Random(1).pick([])).toThrow('items must be a non-empty list');
});
