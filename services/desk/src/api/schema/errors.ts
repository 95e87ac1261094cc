import { z } from 'zod';

export const ERROR_CODES = [
  'bad-request',
  'not-signed-in',
  'wrong-credentials',
  'wrong-link',
  'forbidden',
  'not-found',
  'taken',
  'closed-already',
  'too-many-requests',
  'try-again',
  'internal',
] as const;
export const errorAnswer = z.object({ error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }) });
export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorAnswer = z.infer<typeof errorAnswer>;
