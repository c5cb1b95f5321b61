import { model, weights } from 'carried-model';
import type { CarriedModel } from './pretrained.js';

/** In browsers the pretrained model is part of the code, so that no bundler has to copy files and no page to fetch them. */
export const carriedModel: CarriedModel = model && {
  load: async () => ({
    ...model,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)).buffer,
  }),
};
