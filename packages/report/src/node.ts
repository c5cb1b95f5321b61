export { type PngOptions, svgToPng } from './node/svg-to-png.js';
