import { invalidArgument } from '@ser/core';
import { extractThroughCache } from '../cache/extract-through-cache.js';
import { type ExtractFiles, extractAll } from './extract-files.js';

/** Extracts files through the cache, if there is one. */
export const extractFiles: ExtractFiles = async (files, extraction, options) => {
  const { threads, cache, onOutcome } = options;
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1))
    throw invalidArgument('threads', threads, 'a positive integer');
  if (cache !== undefined) return extractThroughCache(files, extraction, { ...options, cache });
  return extractAll(files, extraction, {
    ...options,
    onFile: (file, { outcomes }) => {
      for (const [cut, outcome] of outcomes.entries()) onOutcome(file, cut, outcome);
    },
  });
};
