import type { CarriedModel, PretrainedName } from './pretrained.js';

/** Each model is a part of the code that is loaded when it is asked for. */
const PARTS: Readonly<Record<PretrainedName, () => Promise<typeof import('carried-model/*')>>> = {
  open: () => import('carried-model/open'),
  research: () => import('carried-model/research'),
};

/** In browsers the pretrained models are part of the code, so that no bundler has to copy files and no page to fetch them. */
export async function carriedModel(name: PretrainedName): Promise<CarriedModel> {
  const { model, weights } = await PARTS[name]();
  if (!model) return undefined;
  return {
    load: async () => ({
      ...model,
      weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)).buffer,
    }),
  };
}
