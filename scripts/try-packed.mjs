// Uses the packages as their users do: packs all, installs the tarballs with npm in an empty folder, type-checks and
// runs scripts as ES modules and as CommonJS, and predicts a clip with the installed command.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll } from './lib/packages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'blank-project-'));
const run = (command, ...args) => {
  console.log(`$ ${command} ${args.map((arg) => arg.replace(`${folder}/`, '')).join(' ')}`);
  const output = execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  process.stdout.write(output);
  return output;
};

try {
  const tarballs = packAll(join(folder, 'tarballs')).map(({ tarball }) => tarball);
  writeFileSync(join(folder, 'package.json'), '{ "name": "blank", "private": true, "type": "module" }\n');
  run('npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', 'typescript@5.9.3', ...tarballs);
  writeFileSync(
    join(folder, 'script.ts'),
    `import { mfcc } from '@ser/dsp';
import { buildLstm, startBackend } from '@ser/models';

const sampleRate = 16000;
const samples = Float32Array.from({ length: sampleRate }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 220 * i) / sampleRate));
const features = mfcc({ samples, sampleRate }, { nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 });
await startBackend();
const model = buildLstm({ frames: features.frames, coeffs: features.coeffs, classes: 4 });
console.log(\`\${features.frames} frames of \${features.coeffs} MFCCs; an LSTM with \${model.countParams()} parameters\`);
`,
  );
  const tsc = (...args) => run('npx', 'tsc', '--target', 'es2022', '--module', 'nodenext', '--strict', ...args);
  // Types of these packages name types of TensorFlow.js, whose declarations do not compile by themselves.
  const dependent = ['models', 'training', 'experiments', 'kernels', 'interchange'];
  writeFileSync(
    join(folder, 'dependent.ts'),
    dependent.map((name) => `export * as ${name} from '@ser/${name}';\n`).join(''),
  );
  tsc('--skipLibCheck', 'script.ts', 'dependent.ts');
  // The others need no skipLibCheck, also in a project for the web, which has no types of Node.
  writeFileSync(
    join(folder, 'page.ts'),
    `import { decodeAudio } from '@ser/audio';
import { mfcc } from '@ser/dsp';
import { type Recognizer, loadRecognizer, SerError } from 'ser';
export * as core from '@ser/core';
export * as datasets from '@ser/datasets';
export * as report from '@ser/report';

const recognizer: Recognizer = await loadRecognizer();
const inWorker = await loadRecognizer(undefined, { worker: true });
const audio = await decodeAudio(new Uint8Array(0)).catch((error: unknown) => {
  if (error instanceof SerError) console.log(error.code, error.hint);
  throw error;
});
const { label, probabilities } = await recognizer.predict(audio, { signal: AbortSignal.timeout(1000) });
console.log(label.toUpperCase(), probabilities[0]?.probability, (await inWorker.predict(audio)).uncertain?.reason);
console.log(mfcc(audio, { nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 }).frames);
await inWorker.dispose();
`,
  );
  tsc('--noEmit', 'page.ts');
  const output = run('node', 'script.js');
  if (!/^101 frames of 13 MFCCs; an LSTM with \d+ parameters\n$/.test(output)) throw new Error(`unexpected: ${output}`);

  writeFileSync(
    join(folder, 'common.cjs'),
    `const { loadRecognizer } = require('ser');
const { syntheticCorpus } = require('@ser/datasets');
(async () => {
  const corpus = syntheticCorpus();
  const clip = await corpus.read(corpus.utterances[0]);
  const here = await loadRecognizer();
  const there = await loadRecognizer(undefined, { worker: true });
  const [first, second] = [await here.predict(clip), await there.predict(clip)];
  console.log(JSON.stringify(first) === JSON.stringify(second), first.probabilities.length > 1);
  here.dispose();
  await there.dispose();
})();
`,
  );
  if (!run('node', 'common.cjs').endsWith('true true\n')) throw new Error('a worker answers otherwise, in CommonJS');

  writeFileSync(
    join(folder, 'clip.mjs'),
    `import { writeFileSync } from 'node:fs';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
const corpus = syntheticCorpus();
writeFileSync('clip.wav', encodeWav(await corpus.read(corpus.utterances[0])));
`,
  );
  run('node', 'clip.mjs');
  run('npx', 'ser', 'train', '--model', 'cnn', '--epochs', '2', '--quiet', '--out', 'model');
  const prediction = run('npx', 'ser', 'predict', '--model', 'model', 'clip.wav');
  if (!/^clip\.wav: [a-z]+ \(\d+\.\d %\)\n/.test(prediction)) throw new Error(`unexpected: ${prediction}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
