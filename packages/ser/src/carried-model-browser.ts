import { model, weights } from 'carried-model';
import type { CarriedModel } from './pretrained.js';

// A local constant stays defined inside the closure; an import does not.
const files = model;

/** In browsers the pretrained model is part of the code, so that no bundler has to copy files and no page to fetch them. */
export const carriedModel: CarriedModel = embedded();

function embedded(): CarriedModel {
  if (!model) return undefined;
  const { weightsManifest } = model;
  return {
    load: async () => ({
      ...files,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)).buffer,
    }),
  };
}
