export { type Background, BackgroundFileError, decodeBackground } from './background.ts';
export { loadBackground } from './load.ts';
export { createMatterIndex, type MatterIndexOptions } from './matter-index.ts';
export { MEASURES } from './measure.ts';
export * from './port.ts';
export { logistic } from './weights.ts';
