import { timingSafeEqual } from 'node:crypto';
import { VersionConflictError } from '@yihaotong/document-store';
import type { User } from '../api/schema.ts';
import type { DeskConfig } from '../config.ts';
import type { UserBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';
import { userId } from './names.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { hashToken, newToken } from './tokens.ts';

const LINK = 'link';
const HOUR = 3_600_000;

export interface NewUser {
  name: string;
  password: string;
  role: User['role'];
  unitId: string | null;
}

/** Someone who is signed in. */
export interface SignedIn {
  user: User;
  /** The session document's id. */
  session: string;
}

/** Who may come in, and who is in. */
export class People {
  readonly #collections: Pick<Collections, 'users' | 'sessions' | 'first'>;
  readonly #config: Pick<DeskConfig, 'passwordCost' | 'sessionHours'>;
  readonly #now: () => Date;
  /** A hash that nobody's password has, so that an unknown name takes as long as a known one. */
  readonly #nobody: Promise<string>;

  constructor(
    collections: Pick<Collections, 'users' | 'sessions' | 'first'>,
    config: Pick<DeskConfig, 'passwordCost' | 'sessionHours'>,
    now: () => Date,
  ) {
    this.#collections = collections;
    this.#config = config;
    this.#now = now;
    this.#nobody = hashPassword(newToken(), config.passwordCost);
  }

  async nobodyYet(): Promise<boolean> {
    const { items } = await this.#collections.users.find({ limit: 1 });
    return items.length === 0;
  }

  /** A new one-time token for the first administrator, which takes the place of an earlier one; null when there are users. */
  async firstToken(): Promise<string | null> {
    if (!(await this.nobodyYet())) return null;
    const token = newToken();
    const earlier = await this.#collections.first.get(LINK);
    try {
      await this.#collections.first.put(LINK, { hash: hashToken(token) }, earlier?.version ?? 0);
    } catch (error) {
      // Another process of the desk made the link in this very moment.
      if (error instanceof VersionConflictError) return null;
      throw error;
    }
    return token;
  }

  /** Makes the first administrator; null when the token is not the one, was used, or somebody is there already. */
  async addFirst(token: string, name: string, password: string): Promise<User | null> {
    const link = await this.#collections.first.get(LINK);
    if (!link || !sameText(link.body.hash, hashToken(token)) || !(await this.nobodyYet())) return null;
    try {
      // Used up before it is used: of two who come at once, one finds it gone.
      if (!(await this.#collections.first.delete(LINK, link.version))) return null;
    } catch (error) {
      if (error instanceof VersionConflictError) return null;
      throw error;
    }
    return this.add({ name, password, role: 'administrator', unitId: null });
  }

  /** Null when the name is taken. */
  async add({ name, password, role, unitId }: NewUser): Promise<User | null> {
    const body: UserBody = {
      name,
      role,
      unitId: role === 'unit' ? unitId : null,
      disabled: false,
      password: await hashPassword(password, this.#config.passwordCost),
      createdAt: this.#now().toISOString(),
    };
    try {
      await this.#collections.users.put(userId(name), body, 0);
    } catch (error) {
      if (error instanceof VersionConflictError) return null;
      throw error;
    }
    return shownUser(body);
  }

  /** Null when there is nobody of that name. A changed role, a lock or a new password ends the sessions that are open. */
  async change(
    name: string,
    change: { role?: User['role']; unitId?: string | null; disabled?: boolean; password?: string },
  ): Promise<User | null> {
    const id = userId(name);
    const stored = await this.#collections.users.get(id);
    if (!stored) return null;
    const { password, ...rest } = change;
    const body: UserBody = { ...stored.body, ...rest };
    if (password !== undefined) body.password = await hashPassword(password, this.#config.passwordCost);
    if (body.role !== 'unit') body.unitId = null;
    await this.#collections.users.put(id, body, stored.version);
    await this.#endSessionsOf(id);
    return shownUser(body);
  }

  /** The user, when name and password are right and the user is not locked out. */
  async check(name: string, password: string): Promise<User | null> {
    const stored = await this.#collections.users.get(userId(name));
    const right = await isPassword(password, stored?.body.password ?? (await this.#nobody));
    return stored && right && !stored.body.disabled ? shownUser(stored.body) : null;
  }

  async isKnown(name: string): Promise<boolean> {
    return (await this.#collections.users.get(userId(name))) !== null;
  }

  /** Opens a session and returns its token; what ran out is cleared away. */
  async open(user: User): Promise<{ token: string; expiresAt: Date }> {
    const token = newToken();
    const now = this.#now();
    const expiresAt = new Date(now.getTime() + this.#config.sessionHours * HOUR);
    await this.#clear({ expiresAt: { lt: now.toISOString() } });
    const body = { user: userId(user.name), expiresAt: expiresAt.toISOString() };
    await this.#collections.sessions.put(hashToken(token), body, 0);
    return { token, expiresAt };
  }

  async whoIs(token: string): Promise<SignedIn | null> {
    return this.whoIsIn(hashToken(token));
  }

  /** Who a session belongs to, as of now. */
  async whoIsIn(session: string): Promise<SignedIn | null> {
    const stored = await this.#collections.sessions.get(session);
    if (!stored || stored.body.expiresAt <= this.#now().toISOString()) return null;
    const user = await this.#collections.users.get(stored.body.user);
    return user && !user.body.disabled ? { user: shownUser(user.body), session } : null;
  }

  async close(session: string): Promise<void> {
    await this.#collections.sessions.delete(session);
  }

  async list(after: string | null, limit: number): Promise<{ items: User[]; next: string | null }> {
    const page = await this.#collections.users.find({ after, limit });
    return { items: page.items.map(({ body }) => shownUser(body)), next: page.next };
  }

  #endSessionsOf(user: string): Promise<void> {
    return this.#clear({ user });
  }

  async #clear(where: { user: string } | { expiresAt: { lt: string } }): Promise<void> {
    const { items } = await this.#collections.sessions.find({ where: { ...where }, limit: 1000 });
    await Promise.all(items.map(({ id }) => this.#collections.sessions.delete(id)));
  }
}

function shownUser({ name, role, unitId, disabled }: UserBody): User {
  return { name, role, unitId, disabled };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
