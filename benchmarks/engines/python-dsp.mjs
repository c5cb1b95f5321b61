import { fileURLToPath } from 'node:url';
import { LineProcess, threadEnvironment } from '../harness/line-process.mjs';
import { unavailable } from './unavailable.mjs';

const SCRIPT = fileURLToPath(new URL('../python/dsp.py', import.meta.url));

/**
 * The engines of the Python named by SER_BENCH_PYTHON, in one process held to one thread.
 * Python measures its own time, so the pipe between the processes does not count.
 * @returns {Promise<{ engines: object[], versions?: Record<string, string>, close(): void }>}
 */
export async function openPython(folder, settings) {
  const python = process.env.SER_BENCH_PYTHON;
  if (!python) return without('SER_BENCH_PYTHON names no Python');
  const child = new LineProcess(python, [SCRIPT], { env: threadEnvironment(1) });
  try {
    const answer = await child.ask({ open: folder, settings }, { limitMs: 60_000 });
    const engines = answer.engines.map(({ name, works }) => ({
      name,
      prepare(work) {
        if (!works.includes(work)) return undefined;
        return {
          run: async (count) => (await child.ask({ engine: name, work, count }, { limitMs: 120_000 })).ms,
          first: () => child.ask({ engine: name, work, first: true }, { limitMs: 120_000 }),
        };
      },
    }));
    const versions = { python: answer.python, numpy: answer.numpy };
    const close = () => child.close();
    if (engines.length > 0) return { engines, versions, close };
    close();
    return without(`${python} has neither librosa nor scipy`);
  } catch (error) {
    child.close();
    return without(error.message);
  }
}

const without = (reason) => ({ engines: [unavailable('librosa', reason)], close() {} });
