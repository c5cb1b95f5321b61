import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { readRegularFile } from '@ser/core/node';
import type { OnnxRuntime } from './onnx-runtime.js';
import type { Platform } from './platform-contract.js';

/** Largest file that is read: what Node reads at once, and what one ONNX file may hold. */
const MAX_BYTES = 2 ** 31 - 1;

/** Node reads files and loads the package onnxruntime-node. */
export const platform: Platform = {
  async runtime() {
    try {
      return (await import('onnxruntime-node')) as unknown as OnnxRuntime;
    } catch (cause) {
      throw new SerError('UNSUPPORTED_PLATFORM', 'a speech encoder needs the package onnxruntime-node', {
        hint: 'npm install onnxruntime-node',
        cause,
      });
    }
  },
  read: (path) => readRegularFile(path, { maxBytes: MAX_BYTES }),
  environment: () => process.env.SER_ENCODER || undefined,
  async find(path, name) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory();
    if (!isFolder) return isFolder === undefined ? undefined : path;
    const file = name && join(path, name);
    return file && (await stat(file).catch(() => undefined)) ? file : undefined;
  },
};
