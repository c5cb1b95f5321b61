// Replaces a folder again and again until it is killed: node --import tsx replace-folder.fixture.ts <folder>
import { contentName, replaceFolder } from './replace-folder.js';

const folder = process.argv[2]!;
console.log('started');
for (let i = 0; ; i++) {
  const parts = Object.fromEntries(
    [`${process.pid}-${i} 1`, `${process.pid}-${i} 2`].map(
      (part) => [contentName('part', part, '.txt'), part] as const,
    ),
  );
  await replaceFolder(folder, {
    entry: 'entry.json',
    content: JSON.stringify(Object.keys(parts)),
    parts,
    isPart: (name) => /^part-[0-9a-f]{16}\.txt$/.test(name),
  });
}
