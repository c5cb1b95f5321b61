import { SerModel } from '@ser/models';
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A network, and the other parts of a `SerModel` as JSON text. */
export interface ExportedParts {
  readonly network: LayersModel;
  readonly metadata: string | undefined;
}

/** Returns the tfjs artifacts that `save` writes. */
export async function captureArtifacts(save: (handler: io.IOHandler) => Promise<unknown>): Promise<io.ModelArtifacts> {
  let captured: io.ModelArtifacts = {};
  await save({
    save: async (artifacts) => {
      captured = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return captured;
}

/** Splits a model into its network and the metadata that `SerModel.save` writes next to it. */
export async function exportedParts(model: LayersModel | SerModel): Promise<ExportedParts> {
  if (!(model instanceof SerModel)) return { network: model, metadata: undefined };
  const { userDefinedMetadata } = await captureArtifacts((handler) => model.save(handler));
  return { network: model.network, metadata: JSON.stringify((userDefinedMetadata as { ser: unknown }).ser) };
}
