import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { errorField, OwnershipLostError } from '../errors.ts';
import { integer, integerOrNull, text } from './database.ts';
import type { Partition, TopicTable } from './topic-table.ts';

/** A process that consumes, as the others see it. */
export interface Instance {
  id: string;
  host: string;
  pid: number;
  /** Milliseconds since the epoch. */
  started: number;
}

export interface Lease {
  partition: Partition;
  /** Grows with each new owner; what an earlier owner wants to save is refused. */
  epoch: number;
  offset: number | null;
}

/** What a member has to do so that the group's partitions are shared evenly. */
export interface Assignment {
  owned: Lease[];
  /** Owned, but due to go to another member: finish and release. */
  surrender: Partition[];
}

/** A process that was not seen for so long lost its partitions: it hangs, or its machine sleeps. */
export const EXPIRY_MS = 10_000;

/**
 * Who is in which group and who has which partition. All methods but the version are to be called inside a transaction.
 *
 * Every member computes the same sharing from the same rows (partition i belongs to the i-th member, modulo, in the order in
 * which they joined), gives up what is not its own any more, and takes what is free. So there is no leader.
 */
export class MemberTable {
  readonly #database: DatabaseSync;
  readonly #topics: TopicTable;
  readonly #membersOf: StatementSync;
  readonly #leaseOf: StatementSync;
  readonly #take: StatementSync;
  readonly #save: StatementSync;
  readonly #release: StatementSync;
  readonly #version: StatementSync;
  readonly #changed: StatementSync;

  constructor(database: DatabaseSync, topics: TopicTable) {
    this.#database = database;
    this.#topics = topics;
    this.#membersOf = database.prepare('SELECT id, topics FROM members WHERE grp = ? ORDER BY id');
    this.#leaseOf = database.prepare('SELECT offset, owner, epoch FROM progress WHERE grp = ? AND partition = ?');
    this.#take = database.prepare(
      `INSERT INTO progress (grp, partition, offset, owner, epoch) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET offset = excluded.offset, owner = excluded.owner, epoch = excluded.epoch`,
    );
    this.#save = database.prepare(
      'UPDATE progress SET offset = ? WHERE grp = ? AND partition = ? AND owner = ? AND epoch = ?',
    );
    this.#release = database.prepare('UPDATE progress SET owner = NULL WHERE grp = ? AND partition = ? AND owner = ?');
    this.#version = database.prepare('SELECT membership FROM changes');
    this.#changed = database.prepare('UPDATE changes SET membership = membership + 1');
  }

  /** Changes whenever somebody joins, leaves, dies or releases a partition. */
  version(): number {
    return integer(this.#version.get() ?? {}, 'membership');
  }

  /** Says that this instance lives and removes those that do not. */
  beat(self: Instance, now: number): void {
    this.#database
      .prepare('INSERT INTO instances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen')
      .run(self.id, self.host, self.pid, self.started, now);
    const dead = this.#database
      .prepare('SELECT * FROM instances WHERE id <> ?')
      .all(self.id)
      .filter((row) => {
        const other = {
          id: text(row, 'id'),
          host: text(row, 'host'),
          pid: integer(row, 'pid'),
          started: integer(row, 'started'),
        };
        return now - integer(row, 'seen') > EXPIRY_MS || isDead(other, self, now);
      });
    for (const row of dead) this.removeInstance(text(row, 'id'));
  }

  removeInstance(id: string): void {
    this.#database.prepare('DELETE FROM members WHERE instance = ?').run(id);
    this.#database.prepare('DELETE FROM instances WHERE id = ?').run(id);
    this.#changed.run();
  }

  join(self: Instance, group: string, topics: readonly string[], now: number): number {
    this.beat(self, now);
    const insert = this.#database.prepare('INSERT INTO members (instance, grp, topics) VALUES (?, ?, ?)');
    const { lastInsertRowid } = insert.run(self.id, group, JSON.stringify(topics));
    this.#changed.run();
    return Number(lastInsertRowid);
  }

  leave(member: number): void {
    this.#database.prepare('UPDATE progress SET owner = NULL WHERE owner = ?').run(member);
    this.#database.prepare('DELETE FROM members WHERE id = ?').run(member);
    this.#changed.run();
  }

  release(group: string, partition: Partition, member: number): void {
    if (this.#release.run(group, partition.id, member).changes > 0) this.#changed.run();
  }

  /** Null: the group knows this member no more; it has to join again. `startAt` gives the offset of a new group. */
  reconcile(group: string, member: number, startAt: (partition: Partition) => number | null): Assignment | null {
    const members = this.#membersOf.all(group).map((row) => ({
      id: integer(row, 'id'),
      topics: new Set<string>(JSON.parse(text(row, 'topics'))),
    }));
    const self = members.find(({ id }) => id === member);
    if (!self) return null;
    const living = new Set(members.map(({ id }) => id));
    const assignment: Assignment = { owned: [], surrender: [] };
    for (const name of self.topics) {
      const sharing = members.filter(({ topics }) => topics.has(name));
      for (const partition of this.#topics.get(name).partitions) {
        const due = sharing[partition.number % sharing.length]?.id === member;
        this.#settle(assignment, { group, member, partition, due, living, startAt });
      }
    }
    return assignment;
  }

  #settle(
    assignment: Assignment,
    at: {
      group: string;
      member: number;
      partition: Partition;
      due: boolean;
      living: ReadonlySet<number>;
      startAt: (partition: Partition) => number | null;
    },
  ): void {
    const { group, member, partition, due } = at;
    const row = this.#leaseOf.get(group, partition.id);
    const owner = row ? integerOrNull(row, 'owner') : null;
    const epoch = row ? integer(row, 'epoch') : 0;
    const offset = (row ? integerOrNull(row, 'offset') : null) ?? at.startAt(partition);
    if (owner === member) {
      assignment.owned.push({ partition, epoch, offset });
      if (!due) assignment.surrender.push(partition);
      return;
    }
    if (!due || (owner !== null && at.living.has(owner))) return;
    this.#take.run(group, partition.id, offset, member, epoch + 1);
    assignment.owned.push({ partition, epoch: epoch + 1, offset });
  }

  /** Throws OwnershipLostError when the lease is not this member's any more. */
  save(group: string, member: number, { partition, epoch }: Pick<Lease, 'partition' | 'epoch'>, offset: number): void {
    if (this.#save.run(offset, group, partition.id, member, epoch).changes > 0) return;
    throw new OwnershipLostError(
      `${partition.topic}/${partition.number} belongs to another member of group ${group} now`,
    );
  }

  offset(group: string, partition: Partition): number | null {
    const row = this.#leaseOf.get(group, partition.id);
    return row ? integerOrNull(row, 'offset') : null;
  }
}

/** Seen from the same machine, a killed process is known at once. */
function isDead(other: Instance, self: Instance, now: number): boolean {
  if (other.host !== self.host) return false;
  // A container that starts again often has the same host name and process id as before.
  if (other.pid === self.pid) return other.started < now - process.uptime() * 1000 - 1000;
  try {
    process.kill(other.pid, 0);
    return false;
  } catch (error) {
    return errorField(error, 'code') === 'ESRCH';
  }
}
