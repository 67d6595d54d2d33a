/**
 * The gateway: makes one command take effect exactly once, whatever became of earlier attempts.
 *
 * The rule is look before retry. After an attempt of unknown outcome, one that a crash cut off among
 * them, the target is asked whether the effect is there before anything is sent again. A search that
 * finds nothing is only believed if its answer has the form of a search.
 */

import { Rejected, Unreadable } from '../errors.js';
import { isApplied } from './command.js';
import { Context } from './context.js';
import { CLAIMS_TO_BE_THERE } from './policies.js';

/** @typedef {import('./command.js').Command} Command */
/** @typedef {import('../flows/kind.js').Kind} Kind */
/**
 * What there is to reach.
 * @typedef {object} Reach
 * @property {(system: string) => import('../calls/system_client.js').SystemClient} client throws Unavailable
 * @property {import('../masters/masters.js').Masters} masters
 * @property {import('../store/store.js').Store} store
 * @property {AbortSignal} signal ends all waits
 */

export class Gateway {
  /** @param {Reach} reach */
  constructor(reach) {
    this.reach = reach;
  }

  /**
   * Returns when the effect is there or nothing is owed: the note to keep, if there is one. Throws
   * what `policies.judge` judges.
   * @param {Command} command
   * @param {Kind} kind
   * @param {boolean} isClean nothing of it can be there: no attempt was made whose outcome is unknown
   * @returns {Promise<[string, any] | undefined>}
   */
  async deliver(command, kind, isClean) {
    if (isApplied(command, kind, this.reach.store)) return undefined;
    const context = new Context(command, this.reach);
    if (kind.look && (kind.look.always || !isClean)) {
      const proof = await this.#look(command, kind, kind.look, context);
      if (proof) return kind.notes?.(command.document, proof);
    }
    context.day = await this.postingDay(command, kind);
    const fields = await kind.write(command.document, context);
    if (!fields) return undefined;
    const answer = await this.#send(command, kind, fields, context);
    return kind.notes?.(command.document, answer);
  }

  /** @param {Command} command @param {Kind} kind @returns {Promise<string>} "" for kinds that have none */
  async postingDay(command, kind) {
    const { day } = kind;
    if (command.day || !day) return command.day ?? '';
    return this.reach.masters.mapped((crosswalk) => day(command.document, crosswalk));
  }

  /** @param {Command} command @param {Kind} kind @param {any} fields @param {Context} context */
  async #send(command, kind, fields, context) {
    const { correlation, identity } = command;
    const key = kind.takesKey ? identity : undefined; // the same for every attempt
    // Noted before it leaves: only so does a restart know what may be under way, or there.
    const leaving = () => this.reach.store.commit([['sending', command.row, Date.now()]]);
    const options = { correlation, key, signal: this.reach.signal, leaving };
    const operation = kind.update && 'id' in fields ? kind.update : kind.operation;
    try {
      return await this.reach.client(kind.system).call(operation, fields, options);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      if (kind.done?.includes(error.code)) return undefined;
      if (!kind.look || !CLAIMS_TO_BE_THERE.has(error.code)) throw error;
      // "I have that already": of our earlier attempt, or is it another document's?
      const proof = await this.#look(command, kind, kind.look, context);
      if (!proof) throw error;
      return proof;
    }
  }

  /**
   * The row that proves the effect, undefined if there is none.
   * @param {Command} command @param {Kind} kind
   * @param {import('../flows/kind.js').Look} look @param {Context} context
   */
  async #look(command, kind, look, context) {
    const ask = await look.ask(command.document, context);
    context.found = rowsOf(look, await this.#answer(kind.system, look.operation, ask, context));
    return context.found.find((row) => look.proves?.(row, command.document) ?? true);
  }

  /** @param {string} system @param {string} operation @param {any} ask @param {Context} context */
  async #answer(system, operation, ask, context) {
    try {
      return await context.call(system, operation, ask);
    } catch (error) {
      if (error instanceof Rejected && error.status === 404 && error.code) return null;
      throw error;
    }
  }
}

/** @param {import('../flows/kind.js').Look} look @param {any} answer @returns {any[]} */
function rowsOf({ operation, rows }, answer) {
  if (answer === null) return [];
  const found = rows ? answer?.[rows] : [answer];
  const isRow = (/** @type {unknown} */ row) => typeof row === 'object' && row !== null && !Array.isArray(row);
  if (Array.isArray(found) && found.every(isRow)) return found;
  throw new Unreadable(`${operation} was answered, but not with what it should find`);
}
