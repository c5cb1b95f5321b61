import { fileURLToPath } from 'node:url';
import { LineProcess, threadEnvironment } from '../harness/line-process.mjs';

const SCRIPT = fileURLToPath(new URL('../python/dsp.py', import.meta.url));
const LIMIT_MS = 120_000;

/**
 * One engine of the Python named by SER_BENCH_PYTHON, in a process of its own held to one thread.
 * Python measures its own time, so the pipe between the processes does not count.
 * @param {'librosa' | 'python_speech_features'} kind
 */
export async function openPython(kind, folder, settings) {
  const python = process.env.SER_BENCH_PYTHON;
  const without = (failure) => ({ engine: kind, failure, works: ['mfcc-13', 'mfcc-40', 'log-mel'], close() {} });
  if (!python) return without('SER_BENCH_PYTHON names no Python');
  const child = new LineProcess(python, [SCRIPT, kind], { env: threadEnvironment(1) });
  try {
    const { name, works, ...versions } = await child.ask({ open: folder, settings }, { limitMs: LIMIT_MS });
    const open = (work) => ({
      ask: (message) => child.ask({ work, ...message }, { limitMs: LIMIT_MS }),
      close() {},
    });
    return { engine: name, works, versions, open, close: () => child.close() };
  } catch (error) {
    child.close();
    return without(error.message);
  }
}
