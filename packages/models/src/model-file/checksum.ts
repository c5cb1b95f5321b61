import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isRecord, SerError } from '@ser/core';
import { io } from '@tensorflow/tfjs-core';

/** Returns the SHA-256 of bytes as 64 hexadecimal digits, also on pages without a secure context. */
export const checksum = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** Returns the SHA-256 of a network's weights, which its metadata carries as `weightsSha256`. */
export const weightsChecksum = ({ weightData = [] }: io.ModelArtifacts): string =>
  checksum(new Uint8Array(io.CompositeArrayBuffer.join(weightData)));

/**
 * Compares weights with the checksum in the metadata of their model.
 *
 * @param name name of the model in messages.
 * @returns true if they are equal, false if the metadata carries no checksum.
 * @throws SerError `INVALID_MODEL` for other weights.
 */
export function checkChecksum(name: string, artifacts: io.ModelArtifacts): boolean {
  const ser: unknown = artifacts.userDefinedMetadata?.ser;
  const expected = isRecord(ser) ? ser.weightsSha256 : undefined;
  if (expected === undefined) return false;
  if (weightsChecksum(artifacts) !== expected)
    throw new SerError('INVALID_MODEL', `${name}: the weights are damaged, or belong to another model.json`, {
      hint: 'Their SHA-256 is not the weightsSha256 of model.json. Copy the whole folder again.',
    });
  return true;
}
