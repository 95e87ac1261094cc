import { type Request, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { userId } from '../people/names.ts';
import type { Desk } from './context.ts';
import { allowed, note, signedIn } from './context.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './cookies.ts';
import { ApiError, read } from './http.ts';
import { changePassword, firstAdministrator, type SessionAnswer, signIn, type User } from './schema.ts';

const MINUTE = 60_000;

/** Signing in and out. */
export function sessionRoutes(desk: Desk): Router {
  const { people, audit, config } = desk;
  const router = Router();
  const limits = signInLimits(desk);

  const open = async (response: Parameters<typeof setSessionCookie>[0], user: User): Promise<SessionAnswer> => {
    const { token, expiresAt } = await people.open(user);
    setSessionCookie(response, config.secureCookies, token, expiresAt);
    return { user, first: false };
  };

  router.get('/session', async (request, response) => {
    const token = readSessionCookie(request, config.secureCookies);
    const found = token === null ? null : await people.whoIs(token);
    const answer: SessionAnswer = { user: found?.user ?? null, first: found ? false : await people.nobodyYet() };
    response.json(answer);
  });

  router.post('/session', ...limits, async (request, response) => {
    const given = read(signIn, request.body);
    const user = await people.check(given.name, given.password);
    if (!user) {
      // A name that is nobody's is not written down: it may be a password typed into the wrong field.
      const target = (await people.isKnown(given.name)) ? userId(given.name) : '';
      await audit.write({ who: '', role: '', action: 'session.refused', target });
      throw new ApiError('wrong-credentials', 'name or password is wrong');
    }
    await audit.write({ who: user.name, role: user.role, action: 'session.signed-in', target: user.name });
    response.json(await open(response, user));
  });

  router.delete('/session', async (request, response) => {
    const who = await signedIn(desk, request);
    await people.close(who.session);
    clearSessionCookie(response, config.secureCookies);
    response.status(204).end();
  });

  router.post('/session/first', ...limits, async (request, response) => {
    const { once, name, password } = read(firstAdministrator, request.body);
    const user = await people.addFirst(once, name, password);
    if (!user) throw new ApiError('wrong-link', 'this link was used, or another one has been made since');
    await audit.write({ who: user.name, role: user.role, action: 'user.added', target: user.name, reason: 'first' });
    response.status(201).json(await open(response, user));
  });

  router.post(
    '/session/password',
    ...limits,
    allowed(desk, 'readCases', async (request, response, who) => {
      const given = read(changePassword, request.body);
      if (!(await people.check(who.user.name, given.current))) {
        throw new ApiError('wrong-credentials', 'the present password is another one');
      }
      await note(desk, who, { action: 'user.password-changed', target: who.user.name });
      const user = await people.change(who.user.name, { password: given.next });
      // The change ended every session, this one too: go on in a new one.
      if (user) await open(response, user);
      response.status(204).end();
    }),
  );
  return router;
}

/**
 * Per address and minute; per name and address; and per name whatever the address, ten times as many, so that guessing
 * from many places is stopped and a stranger does not easily lock somebody out.
 */
function signInLimits({ config }: Desk) {
  const limit = (windowMs: number, most: number, keyOf: (request: Request) => string) =>
    rateLimit({
      windowMs,
      limit: most,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      skipSuccessfulRequests: true,
      validate: { xForwardedForHeader: false },
      keyGenerator: keyOf,
      handler: (_request, _response, next) =>
        next(new ApiError('too-many-requests', 'too many tries: wait a quarter of an hour')),
    });
  const address = (request: Request) => ipKeyGenerator(request.ip ?? '');
  return [
    limit(MINUTE, 3 * config.signInAttempts, address),
    limit(15 * MINUTE, config.signInAttempts, (request) => `${address(request)} ${nameIn(request.body)}`),
    limit(15 * MINUTE, 10 * config.signInAttempts, (request) => nameIn(request.body)),
  ];
}

function nameIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('name' in body) || typeof body.name !== 'string') return '';
  return userId(body.name);
}
