export * from './errors.ts';
export * from './host.ts';
export * from './http.ts';
export * from './keys.ts';
export * from './platform.ts';
export * from './service.ts';
export * from './settings.ts';
