import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems choose by themselves: another program could get one of those before it is used. */
const PORT_RANGE = [20_000, 32_000] as const;

/** Returns a port of 127.0.0.1 on which nothing listens, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...PORT_RANGE);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').catch(() => undefined);
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
