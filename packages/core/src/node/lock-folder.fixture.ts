// Holds a folder until the standard input ends: node --import tsx lock-folder.fixture.ts <folder>
import { lockFolder } from './lock-folder.js';

await lockFolder(process.argv[2]!);
console.log('locked');
process.stdin.resume();
