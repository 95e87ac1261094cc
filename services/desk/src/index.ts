export type * from './api/schema.ts';
export { DESK_DEFAULTS, type DeskConfig, type DeskOptions } from './config.ts';
export { createDesk, type DeskService } from './desk.ts';
