export { channel, declaration } from '../channel.ts';
export { createAppAdapter } from './adapter.ts';
export { openApiDocument } from './api/openapi.ts';
export { REQUESTS, type RequestBody, type RequestState } from './requests/document.ts';
