import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { freePort } from '../../tests/shared/free-port.js';

/** What a cell shows, as the kernel sends it. */
export type KernelOutput =
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'display_data' | 'execute_result'; readonly data: Readonly<Record<string, unknown>> };

/** The result of a cell. */
export interface Execution {
  readonly outputs: readonly KernelOutput[];
  /** The error that ended the cell, if one did. */
  readonly error: { readonly name: string; readonly message: string } | undefined;
}

/** What a message of a type says, by Jupyter's protocol. */
type MessageContent =
  | { readonly type: 'error'; readonly content: { readonly ename: string; readonly evalue: string } }
  | { readonly type: 'stream'; readonly content: { readonly name: 'stdout' | 'stderr'; readonly text: string } }
  | {
      readonly type: 'display_data' | 'execute_result';
      readonly content: { readonly data: Readonly<Record<string, unknown>> };
    }
  | { readonly type: 'status'; readonly content: object };

/** A message, with the id of the request that it belongs to. */
type Message = MessageContent & { readonly request: string };

const DELIMITER = '<IDS|MSG>';
const HOST = '127.0.0.1';
const PORTS = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'] as const;

/** The program of Deno, which npm has installed. */
const { runInstall } = createRequire(import.meta.url)('deno/install_api.cjs') as { runInstall(): string };

/** How often a kernel is started whose ports another program got before it. */
const STARTS = 5;

/** A running kernel of Deno, spoken to by Jupyter's protocol (version 5.3) over ZeroMQ. */
export class Kernel {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #key: string;
  readonly #session: string = randomUUID();
  readonly #shell: Dealer = new Dealer({ linger: 0 });
  readonly #iopub: Subscriber = new Subscriber();
  /** Rejects when the process ends. */
  readonly #end: Promise<never>;
  #stderr = '';

  private constructor(program: ChildProcess, folder: string, key: string) {
    this.#process = program;
    this.#folder = folder;
    this.#key = key;
    program.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#end = new Promise((_, reject) => {
      program.once('error', reject);
      program.once('close', (code, signal) =>
        reject(new Error(`the kernel ended (${signal ?? code})\n${this.#stderr}`)),
      );
    });
    this.#end.catch(() => {});
  }

  /**
   * Starts a kernel. It ends with this process at the latest.
   *
   * @param folder the kernel's working folder, whose deno.json and node_modules it uses.
   */
  static async start(folder: string, env: NodeJS.ProcessEnv): Promise<Kernel> {
    for (let start = 1; ; start++) {
      const kernel = await Kernel.#spawn(folder, env);
      try {
        await kernel.#ready();
        return kernel;
      } catch (error) {
        await kernel.stop();
        if (start === STARTS || !kernel.#stderr.includes('AddrInUse')) throw error;
      }
    }
  }

  static async #spawn(folder: string, env: NodeJS.ProcessEnv): Promise<Kernel> {
    const own = await mkdtemp(join(tmpdir(), 'kernel-'));
    const key = randomUUID();
    const ports: Record<string, number> = {};
    for (const name of PORTS) ports[name] = await freePort();
    const connection = join(own, 'connection.json');
    await writeFile(
      connection,
      JSON.stringify({ ip: HOST, transport: 'tcp', signature_scheme: 'hmac-sha256', key, ...ports }),
    );
    const program = spawn(runInstall(), ['jupyter', '--kernel', '--conn', connection], {
      cwd: folder,
      env: { ...env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const kernel = new Kernel(program, own, key);
    process.once('exit', kernel.#kill);
    kernel.#shell.connect(`tcp://${HOST}:${ports.shell_port}`);
    kernel.#iopub.connect(`tcp://${HOST}:${ports.iopub_port}`);
    kernel.#iopub.subscribe();
    return kernel;
  }

  /**
   * Runs a cell. Requests are answered one after the other.
   *
   * @returns printed text first, as one output for each stream, and then pictures, tables and the value: Deno sends text
   * and pictures over two queues, whose order is not defined.
   */
  async execute(code: string): Promise<Execution> {
    const outputs: KernelOutput[] = [];
    let error: Execution['error'];
    await this.#request(code);
    // Deno sends what a cell shows over queues that may lag behind its reply. A mark on each of them ends the cell.
    const mark = randomUUID();
    const waited = new Set(['stdout', 'stderr', 'display_data']);
    const texts = { stdout: '', stderr: '' };
    await this.#request(
      `console.log('${mark}'); console.error('${mark}');` +
        `await Deno.jupyter.broadcast('display_data', { data: { mark: '${mark}' }, metadata: {}, transient: {} });`,
    );
    while (waited.size > 0) {
      const { type, content } = await this.#receive(this.#iopub);
      if (type === 'error') error = { name: content.ename, message: content.evalue };
      else if (type === 'stream') {
        // A message may end anywhere, also within the mark.
        texts[content.name] += content.text;
        if (texts[content.name].includes(`${mark}\n`)) waited.delete(content.name);
      } else if (type === 'display_data' && content.data.mark === mark) waited.delete(type);
      else if (type === 'display_data' || type === 'execute_result') outputs.push({ kind: type, data: content.data });
    }
    const streams = (['stdout', 'stderr'] as const).map((name) => {
      const text = texts[name].slice(0, texts[name].indexOf(`${mark}\n`));
      return { kind: 'stream' as const, name, text };
    });
    return { outputs: [...streams.filter(({ text }) => text !== ''), ...outputs], error };
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    this.#kill();
    await this.#end.catch(() => {});
    this.#shell.close();
    this.#iopub.close();
    await rm(this.#folder, { recursive: true });
  }

  readonly #kill = (): void => void this.#process.kill('SIGKILL');

  /** Resolves when both sockets are connected: a subscriber loses what is sent before it is. */
  async #ready(): Promise<void> {
    const heard = this.#receive(this.#iopub).then(() => true);
    do {
      await this.#send('kernel_info_request', {});
      await this.#receive(this.#shell);
    } while (!(await Promise.race([heard, setTimeout(50, false)])));
  }

  /** Runs code and waits for the reply. */
  async #request(code: string): Promise<void> {
    const options = { silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const id = await this.#send('execute_request', { code, ...options, stop_on_error: true });
    while ((await this.#receive(this.#shell)).request !== id);
  }

  async #send(type: string, content: object): Promise<string> {
    const id = randomUUID();
    const header = { msg_id: id, msg_type: type, session: this.#session, username: 'ser', version: '5.3' };
    const parts = [{ ...header, date: new Date().toISOString() }, {}, {}, content].map((part) => JSON.stringify(part));
    const signature = createHmac('sha256', this.#key).update(parts.join('')).digest('hex');
    await this.#shell.send([DELIMITER, signature, ...parts]);
    return id;
  }

  async #receive(socket: Dealer | Subscriber): Promise<Message> {
    const frames = (await Promise.race([socket.receive(), this.#end])).map(String);
    const [header, parent, , content] = frames.slice(frames.indexOf(DELIMITER) + 2).map((part) => JSON.parse(part));
    return { type: header.msg_type, request: parent.msg_id, content };
  }
}
