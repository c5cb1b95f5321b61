import type { CarriedModel, PretrainedName } from './pretrained.js';

/** In Node the pretrained models lie next to the code. */
export const carriedModel = async (name: PretrainedName): Promise<CarriedModel> =>
  new URL(`../models/${name}/`, import.meta.url).href;
