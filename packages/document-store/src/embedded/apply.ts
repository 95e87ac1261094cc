import { BadQueryError } from '../errors.ts';
import type { CollectionSpec } from '../port.ts';
import type { Answer, Command } from './command.ts';
import type { Database } from './database.ts';
import { Table } from './table.ts';

/** Carries out commands on the file. */
export class Applier {
  readonly #database: Database;
  readonly #tables = new Map<string, Table>();
  #schema = -1;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * All in one transaction, each judged on its own, in order, seeing what the earlier ones wrote. Durable when it returns;
   * when the database fails, all have failed.
   */
  apply(commands: readonly Command[]): Answer[] {
    if (commands.length === 0) return [];
    try {
      return this.#database.transaction(() => {
        this.#schema = this.#database.schemaVersion();
        return commands.map((command) => this.#judged(command));
      });
    } catch (error) {
      // What was undone may have changed the schema, and another change may get the same number.
      this.#tables.clear();
      const failed = error instanceof Error ? error.message : String(error);
      return commands.map(() => ({ failed }));
    }
  }

  #judged(command: Command): Answer {
    try {
      return this.#apply(command);
    } catch (error) {
      if (error instanceof BadQueryError) return { refused: error.message };
      throw error;
    }
  }

  #apply(command: Command): Answer {
    switch (command.do) {
      case 'declare':
        return this.#declare(command.spec);
      case 'put':
        return this.#table(command.collection).put(command.entry, command.expected);
      case 'project':
        return this.#table(command.collection).project(command.entries);
      case 'delete':
        return this.#table(command.collection).delete(command.id, command.expected);
    }
  }

  /** In a transaction of its own: it may have changed something before it is refused. */
  #declare(spec: CollectionSpec): Answer {
    const table = this.#tables.get(spec.name) ?? new Table(this.#database, spec.name);
    const answer = this.#database.transaction(() => table.declare(spec));
    this.#schema = this.#database.schemaVersion();
    return answer;
  }

  #table(collection: string): Table {
    const table = this.#tables.get(collection) ?? new Table(this.#database, collection);
    this.#tables.set(collection, table);
    table.refresh(this.#schema);
    return table;
  }
}
