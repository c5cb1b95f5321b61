// Packs every public package as it would be published and checks the tarball: publint (manifest and files), attw (types
// resolve for ESM users), manifest fields, and that it contains nothing but built output, README, license and notices.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { packAll, root } from './lib/packages.mjs';

const ALLOWED = /^package\/(dist\/|bin\/|models\/|(package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY\.md)$)/;
const REQUIRED = ['package/README.md', 'package/LICENSE'];
const REPOSITORY = 'https://github.com/ser-ts/ser';

const bin = (name) => join(root, 'node_modules/.bin', name);
const temporary = mkdtempSync(join(tmpdir(), 'packages-'));
const problems = [];

const run = (name, command, args, cwd) => {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    problems.push(`${name}: ${command.split('/').pop()} ${args[0]}\n${error.stdout}${error.stderr}`);
    return '';
  }
};

/** Says which manifest fields differ from what every package has. */
function checkManifest({ name, license, repository, homepage, bugs }, directory) {
  const expected = {
    repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory },
    homepage: `${REPOSITORY}/tree/main/${directory}#readme`,
    bugs: { url: `${REPOSITORY}/issues` },
  };
  if (!/^MIT( AND |$)/.test(license)) problems.push(`${name}: license in package.json must be MIT`);
  for (const [field, value] of Object.entries({ repository, homepage, bugs }))
    if (JSON.stringify(value) !== JSON.stringify(expected[field]))
      problems.push(`${name}: ${field} in package.json must be ${JSON.stringify(expected[field])}`);
}

try {
  for (const { folder, manifest, tarball } of packAll(temporary)) {
    const { name } = manifest;
    checkManifest(manifest, relative(root, folder).replaceAll('\\', '/'));
    run(name, bin('publint'), ['run', tarball, '--strict'], folder);
    // Scripts that are loaded by their URL, such as worklets, have no types.
    const scripts = Object.keys(manifest.exports).filter((entry) => entry.endsWith('.js'));
    const excluded = scripts.length > 0 ? ['--exclude-entrypoints', ...scripts] : [];
    run(name, bin('attw'), [tarball, '--profile', 'esm-only', '--no-emoji', ...excluded], folder);
    const files = run(name, 'tar', ['tzf', tarball], temporary).trim().split('\n');
    const unexpected = files.filter((file) => !ALLOWED.test(file));
    if (unexpected.length > 0) problems.push(`${name}: the tarball contains ${unexpected.join(', ')}`);
    for (const file of REQUIRED) if (!files.includes(file)) problems.push(`${name}: the tarball lacks ${file}`);
    console.log(`${name}: ${files.length} files`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

if (problems.length > 0) {
  console.error(problems.join('\n\n'));
  process.exit(1);
}
