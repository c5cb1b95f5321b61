import type { CarriedModel } from './pretrained.js';

/** In Node the pretrained model lies next to the code. */
export const carriedModel: CarriedModel = new URL('../models/base/', import.meta.url).href;
