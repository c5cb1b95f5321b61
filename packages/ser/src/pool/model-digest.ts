import { canonicalJson } from '@ser/core';
import { sha256 } from '@ser/core/node';
import { SerModel } from '@ser/models';
import type { Predictor } from '@ser/models/contract';

/** Returns a digest of all that the answers of a model follow from: front end, windows, calibration, limits, weights. */
export function modelDigest({ labels, members }: Predictor): string {
  const parts = members.map((member) => {
    if (!(member instanceof SerModel)) throw new TypeError('a member is no model of @ser/models');
    const { frontEnd, window, temperature, rejection, network } = member;
    const weights = network.getWeights().map((weight) => {
      const values = weight.dataSync();
      return sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    });
    return { labels: member.labels, frontEnd: frontEnd.config, window, temperature, rejection, weights };
  });
  return sha256(canonicalJson({ labels, parts }));
}
