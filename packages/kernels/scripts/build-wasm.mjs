// Compiles assembly/ to build/kernels.wasm and build/kernels-relaxed.wasm.
import { mkdir, readFile, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const VARIANTS = { kernels: ['simd'], 'kernels-relaxed': ['simd', 'relaxed-simd'] };

await mkdir(`${root}/build`, { recursive: true });
for (const [name, features] of Object.entries(VARIANTS)) {
  const { error, stderr } = await asc.main([
    'assembly/index.ts',
    ...['--baseDir', root, '--outFile', `build/${name}.part`, '--runtime', 'stub', '--use', 'abort='],
    ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--importMemory'],
    ...features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (error) throw new Error(`${name}: ${error.message}\n${stderr}`);
  const bytes = await readFile(`${root}/build/${name}.part`);
  // The memory belongs to tfjs: a data segment or a start function of ours would overwrite its heap.
  const sections = sectionIds(bytes);
  for (const [id, what] of [
    [8, 'start function'],
    [11, 'data segment'],
  ]) {
    if (sections.includes(id)) throw new Error(`${name}.wasm must have no ${what}`);
  }
  if (!WebAssembly.validate(bytes) && !features.includes('relaxed-simd')) throw new Error(`${name}.wasm is not valid`);
  await rename(`${root}/build/${name}.part`, `${root}/build/${name}.wasm`);
  console.log(`build/${name}.wasm ${(bytes.length / 1024).toFixed(1)} KB`);
}

function sectionIds(bytes) {
  const ids = [];
  for (let at = 8; at < bytes.length; ) {
    ids.push(bytes[at++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      size |= (bytes[at] & 127) << shift;
      if ((bytes[at++] & 128) === 0) break;
    }
    at += size;
  }
  return ids;
}
