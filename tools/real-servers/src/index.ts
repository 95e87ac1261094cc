export * from './kafka.ts';
export * from './processes.ts';
