export { type ExportKerasOptions, exportKeras, type KerasFormat } from './keras/export-keras.js';
export { importKeras, importSerModel } from './keras/import-keras.js';
export { loadKerasWeights } from './keras/load-keras-weights.js';
export { exportOnnx } from './onnx/export-onnx.js';
