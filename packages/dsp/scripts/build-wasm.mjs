// Compiles assembly/ to build/dsp.wasm.
import { mkdir, readFile, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
/** 16 MiB, of which only what is used takes memory. It never grows, so that views of it stay valid. */
const PAGES = '256';

await mkdir(`${root}/build`, { recursive: true });
const { error, stderr } = await asc.main([
  'assembly/index.ts',
  ...['--baseDir', root, '--outFile', 'build/dsp.part', '--runtime', 'stub', '--use', 'abort='],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--enable', 'simd'],
  ...['--initialMemory', PAGES, '--maximumMemory', PAGES],
]);
if (error) throw new Error(`dsp: ${error.message}\n${stderr}`);
const bytes = await readFile(`${root}/build/dsp.part`);
if (!WebAssembly.validate(bytes)) throw new Error('dsp.wasm is not valid');
await rename(`${root}/build/dsp.part`, `${root}/build/dsp.wasm`);
console.log(`build/dsp.wasm ${(bytes.length / 1024).toFixed(1)} KB`);
