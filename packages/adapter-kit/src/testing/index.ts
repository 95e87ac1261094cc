export { changedLog } from '@yihaotong/event-log/testing';
export * from './breakable-log.ts';
export * from './platform.ts';
export * from './policy.ts';
export * from './telemetry.ts';
