export * from './create.ts';
export * from './names.ts';
export * from './port.ts';
