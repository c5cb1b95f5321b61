import { httpFolder } from './http-folder.js';
import type { OpenModelFolder } from './model-folder.js';

/** In browsers and workers a model's place is a URL. */
export const openModelFolder: OpenModelFolder = httpFolder;
