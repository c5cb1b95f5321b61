import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../ser/bin/ser.js', import.meta.url));
const started: ChildProcess[] = [];

/** Starts the command, and returns the first text that it prints. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [BIN, 'live', ...args]);
  started.push(child);
  const printed = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]).then(([text]) => String(text));
  return { child, printed: await printed };
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

it('serves the page until Ctrl-C, and then ends without an error', async () => {
  const { child, printed } = await start('--port', '0');
  const url = /^Open (http:\/\/127\.0\.0\.1:\d+\/) in a browser\./.exec(printed)![1]!;
  expect(await (await fetch(url)).text()).toContain('<title>SER Live</title>');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('says that a port is in use', async () => {
  const first = await start('--port', '0');
  const port = /:(\d+)\//.exec(first.printed)![1]!;
  const second = await start('--port', port);
  expect(second.printed).toContain(`ser: port ${port} is in use`);
  expect(await once(second.child, 'exit')).toEqual([1, null]);
});
