// Rebuilds src/formats/wasm/module-bytes.ts. Needs clang with a wasm32 target and wasm-ld (Debian: clang lld), and
//   stb_vorbis 1.22   Debian package libstb-dev, /usr/include/stb/stb_vorbis.h
//   dr_mp3 0.6.33     Debian source package libsdl2-mixer 2.6.2, src/codecs/dr_libs/dr_mp3.h
//   node codecs/build.mjs <stb_vorbis.h> <dr_mp3.h>
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SOURCES = {
  STB_VORBIS: '4c7cb2ff1f7011e9d67950446b7eb9ca044f2e464d76bfbb0b84dd2e23e65636',
  DR_MP3: '44cf9ad1fefac0bb52dec903ae741b85fc52e2e7e8cb1653cb57792ced649ba0',
};

/** stb_vorbis reads the interleaved residue of more than two channels only as far as two would go, and decodes noise. */
const PATCH = {
  from: 'unsigned int actual_size = rtype == 2 ? n*2 : n;',
  to: 'unsigned int actual_size = rtype == 2 ? n*(ch > 2 ? ch : 2) : n;',
};

const here = import.meta.dirname;
const headers = process.argv.slice(2).map((path) => resolve(path));
if (headers.length !== 2) {
  console.error('usage: node codecs/build.mjs <stb_vorbis.h> <dr_mp3.h>');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'codecs-'));
const defines = Object.entries(SOURCES).map(([name, expected], i) => {
  const text = readFileSync(headers[i]);
  const sum = createHash('sha256').update(text).digest('hex');
  if (sum !== expected) throw new Error(`${headers[i]} has SHA-256 ${sum}, expected ${expected}`);
  const path = join(folder, `${name}.h`);
  writeFileSync(path, text.toString('latin1').replace(PATCH.from, PATCH.to), 'latin1');
  return `-D${name}="${path}"`;
});

try {
  const output = join(folder, 'codecs.wasm');
  execFileSync(
    'clang',
    [
      '--target=wasm32',
      '-O3',
      '-mbulk-memory',
      '-ffreestanding',
      '-fvisibility=hidden',
      '-nostdlib',
      '-w',
      `-I${join(here, 'libc')}`,
      ...defines,
      '-Wl,--no-entry',
      '-Wl,--strip-all',
      '-Wl,--import-memory',
      '-Wl,--initial-memory=2097152',
      '-Wl,--stack-first',
      '-Wl,-z,stack-size=1048576',
      '-o',
      output,
      join(here, 'codecs.c'),
    ],
    { stdio: 'inherit' },
  );
  const bytes = readFileSync(output);
  const text = `// Made by codecs/build.mjs from codecs/codecs.c, stb_vorbis and dr_mp3 (all public domain or MIT); do not edit.

/** The WebAssembly module that decodes MP3 and Ogg Vorbis, in base64. */
export const MODULE_BYTES: string =
  '${bytes.toString('base64')}';
`;
  writeFileSync(join(here, '../src/formats/wasm/module-bytes.ts'), text);
  console.log(`${bytes.length} bytes`);
} finally {
  rmSync(folder, { recursive: true });
}
