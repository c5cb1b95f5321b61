import { expect, it } from 'vitest';
import { Turns } from './turns.js';

/** Work that ends when it is told to, and a list of what began and ended. */
function script() {
  const events: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    events.push(`${name} begins`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    events.push(`${name} ends`);
    return name;
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)!();
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { events, work, end };
}

it('lets one work take place alone, after what began before and before what comes later', async () => {
  const turns = new Turns();
  const { events, work, end } = script();
  const all = [turns.together(work('a')), turns.together(work('b'))];
  await Promise.resolve();
  await Promise.resolve();
  all.push(turns.alone(work('suspect')), turns.alone(work('other')), turns.together(work('c')));
  await end('a');
  expect(events).toEqual(['a begins', 'b begins', 'a ends']);
  await end('b');
  expect(events.slice(3)).toEqual(['b ends', 'suspect begins']);
  await end('suspect');
  expect(events.slice(5)).toEqual(['suspect ends', 'other begins']);
  await end('other');
  expect(events.slice(7)).toEqual(['other ends', 'c begins']);
  await end('c');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'suspect', 'other', 'c']);
});

it('continues after work that fails', async () => {
  const turns = new Turns();
  const fail = (): Promise<never> => Promise.reject(new Error('no'));
  await expect(turns.together(fail)).rejects.toThrow('no');
  await expect(turns.alone(fail)).rejects.toThrow('no');
  expect(await turns.together(async () => 'done')).toBe('done');
});
