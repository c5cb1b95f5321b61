import { expect, it } from 'vitest';
import { ArrivalClock } from './arrival-clock.js';

it('tells how long ago a moment of a recording was heard', () => {
  const clock = new ArrivalClock();
  clock.note(0.5, 1000);
  clock.note(1, 1500);
  clock.note(1.5, 2100);
  expect(clock.age(1, 1800)).toBeCloseTo(300, 9);
  expect(clock.age(1.25, 2200)).toBeCloseTo(350, 9);
  expect(clock.age(1.6, 2200)).toBeUndefined();
});

it('takes the time of a block that arrives late from those after it', () => {
  const clock = new ArrivalClock();
  clock.note(1, 1500);
  clock.note(2, 2700);
  clock.note(2.5, 2750);
  expect(clock.age(2, 2800)).toBeCloseTo(550, 9);
});

it('forgets what is long ago', () => {
  const clock = new ArrivalClock();
  for (let i = 1; i <= 2000; i++) clock.note(i, 1000 * i);
  expect(clock.age(3, 2e6)).toBeUndefined();
  expect(clock.age(1900, 2e6)).toBeCloseTo(100_000, 6);
});
