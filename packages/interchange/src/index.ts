export type { ReadOptions } from './hdf5/read-hdf5.js';
export { type ExportKerasOptions, exportKeras, type KerasFormat } from './keras/export-keras.js';
export { type ImportSerModelOptions, importKeras, importSerModel } from './keras/import-keras.js';
export { loadKerasWeights } from './keras/load-keras-weights.js';
export { exportOnnx } from './onnx/export-onnx.js';
