import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** Reads the body as bytes, whatever its type. Compressed bodies are refused (415): they hide their size. */
export const rawBody = (limitBytes: number): RequestHandler =>
  express.raw({ type: () => true, limit: limitBytes, inflate: false });

export function bytesOf(request: Request): Uint8Array {
  // Without a body the parser leaves something else here.
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
}

/** The kind of a failure that the body parser found, by what the sender should hear. */
export function bodyFailure(error: unknown): 'too-large' | 'unknown-media-type' | null {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') return 'too-large';
  return type === 'encoding.unsupported' ? 'unknown-media-type' : null;
}

/** Whether the sender went away while its body was read: nobody hears the answer. */
export function wentAway(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'request.aborted';
}

type Work = (request: Request, response: Response, next: NextFunction) => Promise<void>;

/** A handler whose failure goes to the router's error handler. */
export const handler =
  (work: Work): RequestHandler =>
  (request, response, next) => {
    work(request, response, next).catch(next);
  };
