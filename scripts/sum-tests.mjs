// Adds up the vitest result files of all packages, and prints the tests that failed and the last line of a CI run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inside = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
// A folder without a package, such as tests/shared, has no tests.
const folders = [...inside('packages'), ...inside('tests'), 'examples', 'notebooks', 'scripts'].filter((folder) =>
  existsSync(join(root, folder, 'package.json')),
);
let passed = 0;
let failed = 0;
let skipped = 0;
const missing = [];
for (const folder of folders) {
  const file = join(root, folder, '.vitest/results.json');
  if (!existsSync(file)) {
    missing.push(folder);
    continue;
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  passed += results.numPassedTests;
  // A file that could not even be loaded counts as one failed test.
  failed +=
    results.numFailedTests +
    results.testResults.filter((t) => t.status === 'failed' && t.assertionResults.length === 0).length;
  skipped += results.numPendingTests;
  for (const { name, status, message, assertionResults } of results.testResults) {
    if (status !== 'failed') continue;
    const path = relative(root, name);
    if (assertionResults.length === 0) console.log(`failed: ${path}\n${message}`);
    for (const { fullName, status, failureMessages } of assertionResults)
      if (status === 'failed') console.log(`failed: ${path} > ${fullName}\n${failureMessages.join('\n')}`);
  }
}
if (missing.length > 0) console.log(`no test results from: ${missing.join(', ')}`);
if (skipped > 0) console.log(`${skipped} tests skipped, each with its reason above`);
console.log(`tests: ${passed} passed, ${failed + missing.length} failed`);
process.exit(failed + missing.length > 0 ? 1 : 0);
