import { Router } from 'express';
import { userId } from '../people/names.ts';
import { allowed, type Desk, note, param } from './context.ts';
import { ApiError, read } from './http.ts';
import { type AuditAnswer, auditQuery, newUser, pageQuery, type UsersAnswer, userChange } from './schema.ts';

/** Users and the audit, for administrators. */
export function userRoutes(desk: Desk): Router {
  const { people, audit } = desk;
  const router = Router();

  router.get(
    '/users',
    allowed(desk, 'manageUsers', async (request, response) => {
      const { after, limit } = read(pageQuery, request.query);
      const answer: UsersAnswer = await people.list(after ?? null, limit);
      response.json(answer);
    }),
  );

  router.post(
    '/users',
    allowed(desk, 'manageUsers', async (request, response, who) => {
      const given = read(newUser, request.body);
      checkUnit(desk, given);
      await note(desk, who, { action: 'user.added', target: given.name, reason: given.role });
      const user = await people.add(given);
      if (!user) throw new ApiError('taken', 'there is somebody of this name already');
      response.status(201).json(user);
    }),
  );

  router.patch(
    '/users/:name',
    allowed(desk, 'manageUsers', async (request, response, who) => {
      const name = param(request, 'name');
      const { role, unitId, disabled, password } = read(userChange, request.body);
      const isOwn = userId(name) === userId(who.user.name);
      if (isOwn && (disabled === true || (role !== undefined && role !== 'administrator'))) {
        throw new ApiError('forbidden', 'nobody takes their own administrator right away: ask another administrator');
      }
      if (role !== undefined || unitId !== undefined) checkUnit(desk, { role: role ?? null, unitId: unitId ?? null });
      await note(desk, who, { action: 'user.changed', target: name, reason: changes(request.body) });
      const user = await people.change(name, {
        ...(role === undefined ? {} : { role }),
        ...(unitId === undefined ? {} : { unitId }),
        ...(disabled === undefined ? {} : { disabled }),
        ...(password === undefined ? {} : { password }),
      });
      if (!user) throw new ApiError('not-found', 'there is nobody of this name');
      response.json(user);
    }),
  );

  router.get(
    '/audit',
    allowed(desk, 'readAudit', async (request, response) => {
      const answer: AuditAnswer = await audit.list(read(auditQuery, request.query));
      response.json(answer);
    }),
  );
  return router;
}

/** A unit's user belongs to a unit of the policy. */
function checkUnit({ platform }: Desk, { role, unitId }: { role: string | null; unitId: string | null }): void {
  if (role === 'unit' && unitId === null) throw new ApiError('bad-request', 'role unit needs a unitId');
  if (unitId !== null && !platform.policy.current().unit(unitId)) {
    throw new ApiError('bad-request', `the policy has no unit ${unitId}`);
  }
}

/** Names of the fields, not their values: one of them is a password. */
const changes = (body: object) => Object.keys(body).join(', ');
