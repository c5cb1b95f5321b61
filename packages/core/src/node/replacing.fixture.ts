// Replaces a folder again and again until it is killed: node --import tsx replacing.fixture.ts <folder>
import { textParts } from './replace-folder.fixture.js';
import { replaceFolder } from './replace-folder.js';

const folder = process.argv[2]!;
console.log('started');
for (let i = 0; ; i++) {
  const parts = textParts(`${process.pid}-${i}`);
  await replaceFolder(folder, {
    entry: 'entry.json',
    content: JSON.stringify(Object.keys(parts)),
    parts,
    isPart: (name) => /^part-[0-9a-f]{16}\.txt$/.test(name),
  });
}
