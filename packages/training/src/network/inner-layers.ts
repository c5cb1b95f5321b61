import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A layer of tfjs-layers. */
export type Layer = LayersModel['layers'][number];

/** Returns all layers of a network, including those inside wrappers, recurrent layers and nested networks. */
export function innerLayers(network: LayersModel): Layer[] {
  const found: Layer[] = [];
  const visit = (layer: Layer | undefined): void => {
    if (!layer || found.includes(layer)) return;
    found.push(layer);
    const inside = layer as Layer & Record<string, unknown>;
    for (const key of ['layer', 'forwardLayer', 'backwardLayer', 'cell']) visit(inside[key] as Layer | undefined);
    for (const key of ['layers', 'cells']) {
      if (Array.isArray(inside[key])) for (const inner of inside[key] as Layer[]) visit(inner);
    }
  };
  for (const layer of network.layers) visit(layer);
  return found;
}
