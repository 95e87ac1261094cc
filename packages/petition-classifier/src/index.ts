export { createClassifier } from './classifier.ts';
export { loadClassifier } from './load.ts';
export { ModelFileError } from './model-file.ts';
export * from './port.ts';
