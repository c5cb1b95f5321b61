import { SerError } from '@ser/core';
import type { ExtractFiles } from './extract-files.js';

/** Browsers read no files by their paths. */
export const extractFiles: ExtractFiles = async (_files, _extraction, { name }) => {
  throw new SerError('UNSUPPORTED_PLATFORM', `the recordings of ${name} are files, which only Node can read`, {
    hint: 'Give the corpus a read function of your own, and no locate.',
  });
};
