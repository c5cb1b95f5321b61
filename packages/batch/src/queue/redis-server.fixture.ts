import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** True if Redis can be started here. */
export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.info('skipped: no redis-server (Debian: apt-get install redis-server)');

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A Redis for one test, with its data in a temporary folder. */
export class RedisServer {
  readonly password = 'a secret';
  readonly #folder = mkdtempSync(join(tmpdir(), 'ser-redis-'));
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.up();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Starts it with the data that it has; ends when it takes connections. */
  up(): Promise<void> {
    const { password } = this;
    const options = {
      port: this.#port,
      bind: '127.0.0.1',
      dir: this.#folder,
      appendonly: 'yes',
      save: '',
      requirepass: password,
    };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      let said = '';
      child.stdout!.on('data', (text) => {
        said += text;
        if (said.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** Ends it; its data stay. */
  down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return new Promise((resolve) => {
      this.#child!.once('exit', () => resolve());
      this.#child!.kill(signal);
    });
  }

  async remove(): Promise<void> {
    await this.down('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
