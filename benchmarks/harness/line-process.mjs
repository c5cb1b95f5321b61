import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What holds numeric libraries to `threads` threads; they read it when they are loaded. */
export function threadEnvironment(threads) {
  const names = ['OMP', 'OPENBLAS', 'MKL', 'NUMEXPR', 'VECLIB_MAXIMUM', 'NUMBA'];
  return Object.fromEntries(names.map((name) => [`${name}_NUM_THREADS`, String(threads)]));
}

/**
 * A child process that answers each JSON line on its input with one JSON line on its output.
 * Lines that are not JSON objects are ignored; what it writes to stderr is quoted when it dies.
 */
export class LineProcess {
  #child;
  #waiting = [];
  #stderr = '';
  #ended;

  constructor(command, args, { env = {} } = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.setEncoding('utf8');
    this.#child.stderr.on('data', (text) => {
      this.#stderr = (this.#stderr + text).slice(-4000);
    });
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('close', (code, signal) => {
      const lines = this.#stderr.trim().split('\n');
      const reason = lines.findLast((line) => /Error/.test(line)) ?? lines.at(-1);
      this.#end(
        new Error(`${path.basename(command)} ended (${signal ?? `code ${code}`})${reason ? `: ${reason}` : ''}`),
      );
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#receive(line));
  }

  /** Sends one message and resolves to its answer; rejects on `{ error }`, on the process' end and after `limitMs`. */
  ask(message, { limitMs } = {}) {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const pending = { resolve, reject };
      if (limitMs !== undefined) {
        pending.timer = setTimeout(() => {
          this.#end(new Error(`stopped after ${(limitMs / 1000).toFixed(0)} s`));
          this.#child.kill('SIGKILL');
        }, limitMs);
      }
      this.#waiting.push(pending);
      this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    });
  }

  /** Ends the process by closing its input. */
  close() {
    this.#ended ??= new Error('the process was closed');
    this.#child.stdin.end();
  }

  #receive(line) {
    if (!line.startsWith('{')) return;
    const pending = this.#waiting.shift();
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    try {
      const answer = JSON.parse(line);
      if (answer.error === undefined) pending.resolve(answer);
      else pending.reject(new Error(answer.error));
    } catch (error) {
      pending.reject(error);
    }
  }

  #end(error) {
    this.#ended ??= error;
    for (const pending of this.#waiting.splice(0)) {
      clearTimeout(pending.timer);
      pending.reject(this.#ended);
    }
  }
}
