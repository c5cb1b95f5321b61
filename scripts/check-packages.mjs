// Packs every public package as it would be published and checks the tarball: publint (manifest and files),
// attw (types resolve for ESM users), and that nothing but built output, README and license is inside.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'packages-'));
const problems = [];

const run = (name, command, args, cwd) => {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    problems.push(`${name}: ${command.split('/').pop()} ${args[0]}\n${error.stdout}${error.stderr}`);
    return '';
  }
};

try {
  for (const name of readdirSync(join(root, 'packages'))) {
    const cwd = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    run(name, bin('pnpm'), ['pack', '--pack-destination', folder], cwd);
    const tarball = readdirSync(folder).find((file) =>
      file.startsWith(`${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}`),
    );
    if (!tarball) {
      problems.push(`${name}: no tarball was packed`);
      continue;
    }
    const path = join(folder, tarball);
    run(name, bin('publint'), ['run', path, '--strict'], cwd);
    run(name, bin('attw'), [path, '--profile', 'esm-only', '--no-emoji'], cwd);
    const files = run(name, 'tar', ['tzf', path], folder).trim().split('\n');
    const strangers = files.filter(
      (file) =>
        !/^package\/(dist\/|bin\/|models\/|package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY\.md)/.test(file),
    );
    if (strangers.length > 0) problems.push(`${name}: the tarball holds ${strangers.join(', ')}`);
    if (!files.includes('package/README.md')) problems.push(`${name}: no README.md`);
    console.log(`${manifest.name}: ${files.length} files`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (problems.length > 0) {
  console.error(problems.join('\n\n'));
  process.exit(1);
}
