import { Router } from 'express';
import { may } from '../people/rights.ts';
import { type Desk, signedIn } from './context.ts';
import { ApiError, read } from './http.ts';
import { isLoopback } from './loopback.ts';
import { type LedgerByHourAnswer, ledgerQuery } from './schema.ts';

const DEFAULT_HOURS = 48 * 3_600_000;

/** The books, for those who may read everything, and without sign-in for whoever is on this machine. */
export function ledgerRoutes(desk: Desk): Router {
  const router = Router();
  router.get('/api/ledger', async (request, response) => {
    if (!isLoopback(request)) {
      const { user } = await signedIn(desk, request);
      if (!may(user, 'readAll')) throw new ApiError('forbidden', `the role ${user.role} may not do this`);
    }
    const { by, from } = read(ledgerQuery, request.query);
    const { answer, books } = await desk.ledger();
    response.set('Cache-Control', 'no-store');
    if (by === 'channel') {
      response.json(answer);
      return;
    }
    const start = from === undefined ? new Date(desk.platform.now().getTime() - DEFAULT_HOURS) : new Date(from);
    const byHour: LedgerByHourAnswer = { ...answer, hours: books.hours(start.toISOString()) };
    response.json(byHour);
  });
  return router;
}
