export { type DrawClipOptions, drawClip, PICTURES, type PictureName } from './draw-clip.js';
export { type DrawExplanationOptions, drawExplanation } from './draw-explanation.js';
