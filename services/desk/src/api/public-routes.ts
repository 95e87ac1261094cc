import { Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { publicPetition } from '../query/public.ts';
import { type Desk, param } from './context.ts';
import { ApiError } from './http.ts';

/** For citizens who have a query code. Codes have 50 bits: with this limit one address would guess for ages. */
export function publicRoutes({ collections, config }: Desk): Router {
  const router = Router();
  const limit = rateLimit({
    windowMs: 60_000,
    limit: config.publicRequestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    handler: (_request, _response, next) => next(new ApiError('too-many-requests', 'too many requests: wait a minute')),
  });
  router.get('/api/public/petitions/:queryCode', limit, async (request, response) => {
    const answer = await publicPetition(collections, param(request, 'queryCode').slice(0, 40));
    if (!answer) throw new ApiError('not-found', 'there is no petition with this code');
    response.set('Cache-Control', 'no-store').json(answer);
  });
  return router;
}
