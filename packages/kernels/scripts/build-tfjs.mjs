// Writes dist/tfjs/: the packages of TensorFlow.js as our own packages import them. They are CommonJS for Node, where
// `import` first searches their source for the names that they export, which takes four times as long as running them; here
// the names are written down and the packages are required. Bundlers and browsers get the packages as they are.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { TFJS_PACKAGES } from '../../../scripts/lib/tfjs-imports.mjs';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../dist/tfjs/', import.meta.url));

await mkdir(folder, { recursive: true });
for (const name of TFJS_PACKAGES) {
  const path = `@tensorflow/tfjs-${name}`;
  const exported = Object.keys(require(path)).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default');
  const again = `export * from '${path}';\n`;
  await writeFile(`${folder}${name}.js`, again);
  await writeFile(`${folder}${name}.d.ts`, again);
  await writeFile(
    `${folder}${name}-node.js`,
    `import { createRequire } from 'node:module';\n\nexport const {\n${exported.map((key) => `  ${key},\n`).join('')}} = createRequire(import.meta.url)('${path}');\n`,
  );
}
