export * from './chromium.ts';
export * from './kafka.ts';
export * from './mongo.ts';
export * from './processes.ts';
export * from './schemathesis.ts';
