/**
 * Dead letters: what only a person can decide on, with a work item for each.
 *
 * A dead command parks its lane, and only that: later commands of the same document must not
 * overtake it, everything else goes on.
 */

import { ownerOf } from './policies.js';

/** @typedef {import('./command.js').Command} Command */
/** @typedef {import('../flows/kind.js').Event} Event */
/** @typedef {import('../people/work_items.js').WorkItem} WorkItem */
/** @typedef {{ command?: Command, event?: Event, retried: number, item: WorkItem }} Letter */

const REASON_LENGTH = 500;

export class DeadLetters {
  /**
   * @param {import('../store/store.js').Store} store
   * @param {import('../people/work_items.js').WorkItems} workItems
   */
  constructor(store, workItems) {
    this.store = store;
    this.workItems = workItems;
  }

  /** Moves a command here, and opens its work item.
   *  @param {Command} command @param {{ type: string, reason: string }} why @param {string} flow */
  async bury(command, why, flow) {
    const retried = command.retried ?? 0;
    const item = itemOf(command.row, why, flow, command.key, retried);
    /** @type {Letter} */
    const letter = { command, retried, item };
    await this.store.commit([['outbox', command.row, undefined], ['dead', command.row, letter]]);
    this.workItems.open(item);
  }

  /** Takes an event that cannot be read, instead of letting its sender try until it gives up.
   *  @param {string} key @param {Event} event @param {string} reason @param {string} flow */
  async refuse(key, event, reason, flow, retried = 0) {
    const why = { type: 'unreadable_document', reason: `${event.type}: ${reason}` };
    const item = itemOf(key, why, flow, event.subject ?? event.id, retried);
    /** @type {Letter} */
    const letter = { event, retried, item };
    await this.store.commit([['dead', key, letter]]);
    this.workItems.open(item);
  }

  /** The letter of a work item; undefined if it is another's, or was decided on already.
   *  @param {string} itemId @returns {[string, Letter] | undefined} */
  find(itemId) {
    return this.store.rows('dead').find(([, letter]) => letter.item.id === itemId);
  }

  /** @returns {Letter[]} */
  all() {
    return this.store.rows('dead').map(([, letter]) => letter);
  }

  /** What takes a letter out, for a transaction; then `workItems.close(letter.item.id)` is due.
   *  @param {string} key @param {Letter} letter @param {string} reason
   *  @returns {import('../store/store.js').Change[]} */
  takenOut(key, letter, reason) {
    return [['dead', key, undefined], ['closing', letter.item.id, reason]];
  }
}

/**
 * What died again after a clerk's retry gets an item of its own that offers no other retry, or clerk
 * and integration would hand it to and fro for ever.
 * @param {string} key @param {{ type: string, reason: string }} why @param {string} flow
 * @param {string} businessKey @param {number} retried @returns {WorkItem}
 */
function itemOf(key, { type, reason }, flow, businessKey, retried) {
  return {
    id: `dead/${key}${retried ? '#still' : ''}`,
    type,
    owner: ownerOf(type, flow),
    flow,
    keys: [businessKey],
    reason: reason.slice(0, REASON_LENGTH),
    actions: retried ? ['dismiss'] : ['retry', 'dismiss'],
  };
}
