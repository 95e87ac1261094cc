import { z } from 'zod';
import { next } from './common.ts';

export const ROLES = ['administrator', 'operator', 'unit', 'leader'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

const userName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^/\p{Cc}]+$/u, 'a name has no slash and no control character');
const password = z.string().min(10, 'a password has at least 10 characters').max(200);

export const user = z.object({
  name: z.string(),
  role,
  /** Of role `unit`: the unit whose cases are seen; null for the others. */
  unitId: z.string().nullable(),
  disabled: z.boolean(),
});
export type User = z.infer<typeof user>;

/** `first`: nobody has been added yet; the one-time link makes the first administrator. */
export const sessionAnswer = z.object({ user: user.nullable(), first: z.boolean() });
export type SessionAnswer = z.infer<typeof sessionAnswer>;

export const signIn = z.object({ name: userName, password: z.string().min(1).max(200) });
export const firstAdministrator = z.object({ once: z.string().min(1).max(200), name: userName, password });
export const changePassword = z.object({ current: z.string().min(1).max(200), next: password });
export const newUser = z.object({ name: userName, password, role, unitId: z.string().nullable().default(null) });
export const userChange = z.object({
  role: role.optional(),
  unitId: z.string().nullable().optional(),
  disabled: z.boolean().optional(),
  password: password.optional(),
});
export const usersAnswer = z.object({ items: z.array(user), next });
export type UsersAnswer = z.infer<typeof usersAnswer>;
