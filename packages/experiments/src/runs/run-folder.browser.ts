import { SerError } from '@ser/core';
import type { RunData } from './run-data.js';

async function refuse(): Promise<never> {
  throw new SerError('INVALID_ARGUMENT', 'runs are read from and written to folders in Node only');
}

export const readRun: (folder: string) => Promise<RunData> = refuse;
export const writeRun: (folder: string, run: RunData) => Promise<void> = refuse;
