import type { Port } from '@yihaotong/adapter-kit';
import { Router } from 'express';
import { accountLimiter } from './api/limits.ts';
import { apiRouter } from './api/router.ts';
import type { AppConfig } from './config.ts';
import { formRouter } from './form/router.ts';
import { open311Router } from './open311/router.ts';
import { Intake } from './receive/intake.ts';
import type { Surroundings } from './surroundings.ts';

/** Everything that the channel serves over HTTP. */
export function appRoutes(port: Port<AppConfig>, surroundings: Surroundings): Router {
  const intake = new Intake(port, surroundings.requests);
  const limiter = accountLimiter(port.config.APP_RATE_LIMIT);
  const { requests, publicUrl } = surroundings;
  for (const { name } of port.config.APP_API_KEYS.filter(({ weak }) => weak)) {
    port.telemetry.logger.warn({ account: name }, 'this API key has fewer than 16 characters: give it a longer one');
  }
  const router = Router();
  router.use('/open311/v2', open311Router({ port, intake, surroundings, limiter }));
  router.use('/api/v1', apiRouter({ port, intake, requests, publicUrl, limiter }));
  router.use(formRouter({ port, intake, surroundings }));
  return router;
}
