/**
 * The inbox: each event is taken once, together with everything that it owes.
 *
 * Its key and its commands land in one transaction, and only then is it acknowledged: whatever
 * crashes, either the sender still has it or we do.
 */

import { FLOWS, KINDS } from '../flows/flows.js';
import { commandOf, isApplied } from './command.js';

/** @typedef {import('./command.js').Command} Command */
/** @typedef {import('../flows/kind.js').Event} Event */

export class Inbox {
  /** @type {Map<string, Promise<Command[]>>} copies that come at once share one acceptance */
  #underWay = new Map();
  /** @type {Set<string>} commands that another event is just about to put into the outbox */
  #reserved = new Set();
  #number;

  /**
   * @param {import('../store/store.js').Store} store
   * @param {import('./dead_letters.js').DeadLetters} deadLetters
   */
  constructor(store, deadLetters) {
    this.store = store;
    this.deadLetters = deadLetters;
    const rows = [...store.rows('outbox'), ...store.rows('dead')];
    this.#number = rows.reduce((most, [, row]) => Math.max(most, row.number ?? row.command?.number ?? 0), 0);
  }

  /**
   * The commands to work on because of an event: none if it was here before. When this returns, all
   * is durable. Throws StorageUnavailable: then its sender has to keep it.
   * @param {Event} event
   * @returns {Promise<Command[]>}
   */
  accept(event) {
    const key = eventKey(event);
    if (this.store.has('inbox', key)) return Promise.resolve([]);
    const shared = this.#underWay.get(key);
    if (shared) return shared.then(() => []);
    const accepting = this.#accept(key, event).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, accepting);
    return accepting;
  }

  /** @param {string} key @param {Event} event @returns {Promise<Command[]>} */
  async #accept(key, event) {
    const letter = this.store.get('dead', key);
    let plan;
    try {
      plan = FLOWS[event.type].plan(event);
    } catch (error) {
      // Whatever breaks here breaks each time: it is stored for a person instead.
      if (!letter) await this.deadLetters.refuse(key, event, String(error), FLOWS[event.type].flow);
      return [];
    }
    const commands = plan.steps.map((step) => this.#command(step, event)).filter((each) => this.#isNew(each));
    for (const { row } of commands) this.#reserved.add(row);
    try {
      await this.store.commit([
        ['inbox', key, 1],
        .../** @type {import('../store/store.js').Change[]} */ (commands.map((each) => ['outbox', each.row, each])),
        .../** @type {import('../store/store.js').Change[]} */ ((plan.notes ?? []).map(([name, value]) => ['notes', name, value])),
        // Its sender mended it.
        ...(letter ? this.deadLetters.takenOut(key, letter, 'it came again, and could be read') : []),
      ]);
    } finally {
      for (const { row } of commands) this.#reserved.delete(row);
    }
    if (letter) this.deadLetters.workItems.close(letter.item.id);
    return commands;
  }

  /** @param {import('../flows/kind.js').Step} step @param {Event} event */
  #command(step, event) {
    this.#number += 1;
    return commandOf(step, { number: this.#number, correlation: event.correlation ?? '' });
  }

  /** False for what is under way, decided on or done: some senders give a repetition a new id.
   *  @param {Command} command */
  #isNew(command) {
    const { row } = command;
    if (this.#reserved.has(row) || this.store.has('outbox', row) || this.store.has('dead', row)) return false;
    return !isApplied(command, KINDS[command.kind], this.store);
  }
}

/** Unique per distinct event. @param {Event} event */
export function eventKey({ source, id }) {
  return `${source}|${id}`;
}
