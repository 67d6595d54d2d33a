/**
 * The store: tables in memory, every change of which is in the journal first.
 *
 * A transaction is a list of changes, kept as one journal entry: after a crash it is there as a
 * whole or not at all. Memory follows the disk, so nobody sees what might still be lost.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { Journal } from './journal.js';
import { takeLock } from './lock.js';

/** @typedef {'inbox' | 'outbox' | 'sending' | 'applied' | 'dead' | 'notes' | 'closing'} Table */
/** @typedef {[Table, string, any]} Change a row put, or taken out where the value is undefined */

/**
 * inbox    source and id of an event that was accepted; kept for good, senders repeat themselves
 * outbox   commands that have not certainly taken effect
 * sending  command -> when a request of it left that may have taken effect
 * applied  command -> version of the document that took effect last, 0 for those without one
 * dead     what only a person can decide on
 * notes    what later commands must know
 * closing  work items to close, until that was heard
 * @type {Table[]}
 */
const TABLES = ['inbox', 'outbox', 'sending', 'applied', 'dead', 'notes', 'closing'];

export class Store {
  /** @type {Map<Table, Map<string, any>>} */
  #tables = new Map(TABLES.map((name) => [name, new Map()]));
  /** @type {Journal} */
  #journal;
  #unlock = async () => {};

  /** @param {string} folder */
  static async open(folder) {
    await mkdir(folder, { recursive: true });
    const unlock = await takeLock(folder);
    const store = new Store();
    store.#unlock = unlock;
    try {
      const replay = (/** @type {Change[]} */ changes) => store.#apply(changes);
      store.#journal = await Journal.open(join(folder, 'journal'), replay, () => store.#rows());
    } catch (error) {
      await unlock();
      throw error;
    }
    return store;
  }

  /** @param {Table} table @param {string} key @returns {any} undefined where there is none */
  get(table, key) {
    return this.#table(table).get(key);
  }

  /** @param {Table} table @param {string} key */
  has(table, key) {
    return this.#table(table).has(key);
  }

  /** @param {Table} table @returns {[string, any][]} */
  rows(table) {
    return [...this.#table(table)];
  }

  /** @param {Table} table */
  count(table) {
    return this.#table(table).size;
  }

  /**
   * One transaction; resolves when it is durable. Throws StorageUnavailable: nothing was changed.
   * @param {Change[]} changes
   */
  async commit(changes) {
    if (!changes.length) return;
    await this.#journal.append(changes);
    this.#apply(changes);
  }

  async close() {
    await this.#journal.close();
    await this.#unlock();
  }

  /** @param {Change[]} changes */
  #apply(changes) {
    for (const [table, key, value] of changes) {
      // JSON has no undefined: in the journal a row that is taken out has null.
      if (value === undefined || value === null) this.#table(table).delete(key);
      else this.#table(table).set(key, value);
    }
  }

  /** All that is there, as if it had been put just now. */
  *#rows() {
    for (const [table, rows] of this.#tables) {
      for (const [key, value] of rows) yield [[table, key, value]];
    }
  }

  /** @param {Table} table @returns {Map<string, any>} */
  #table(table) {
    const found = this.#tables.get(table);
    if (!found) throw new Error(`there is no table ${table}`);
    return found;
  }
}
