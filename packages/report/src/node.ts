export { type PngOptions, svgToPng } from './svg-to-png.js';
