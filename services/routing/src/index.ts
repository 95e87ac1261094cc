export { createRouting } from './service.ts';
