/** What a kind of command may ask while it writes: the masters, other systems, notes of earlier ones. */

import { OutcomeUnknown, Unanswered } from '../errors.js';

export class Context {
  /** The accounting day, "" for kinds that have none. */
  day = '';
  /** @type {any[]} what the look found */
  found = [];

  /**
   * @param {import('./command.js').Command} command
   * @param {import('./gateway.js').Reach} reach
   */
  constructor(command, reach) {
    this.command = command;
    this.reach = reach;
  }

  /**
   * A read at some system, in the name of the command.
   * @param {string} system @param {string} operation @param {Record<string, any>} fields
   */
  async call(system, operation, fields) {
    const options = { correlation: this.command.correlation, signal: this.reach.signal };
    try {
      return await this.reach.client(system).call(operation, fields, options);
    } catch (error) {
      if (error instanceof OutcomeUnknown) throw new Unanswered(error.message);
      throw error;
    }
  }

  /**
   * @template T
   * @param {(crosswalk: import('../masters/crosswalk.js').Crosswalk) => T} read
   */
  mapped(read) {
    return this.reach.masters.mapped(read);
  }

  /** "" for an item that is not billed on its own. @param {string} item */
  chargeCode(item) {
    return this.reach.masters.chargeCode(item);
  }

  /** @param {string} key */
  note(key) {
    return this.reach.store.get('notes', key);
  }
}
