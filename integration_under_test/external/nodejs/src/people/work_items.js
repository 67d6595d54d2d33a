/**
 * Work items: exceptions for the hospital's clerks.
 *
 * An opening is repeated at each start for all that is still dead, so only the closings are stored.
 */

/**
 * @typedef {object} WorkItem
 * @property {string} id
 * @property {string} type names the cause
 * @property {string} owner the desk that answers
 * @property {string} flow
 * @property {string[]} keys the business keys that wait
 * @property {string} reason
 * @property {string[]} actions what a clerk may answer
 */

export class WorkItems {
  /**
   * @param {string} url
   * @param {import('./notices.js').Notices} notices
   * @param {import('../store/store.js').Store} store
   */
  constructor(url, notices, store) {
    this.url = url.replace(/\/$/, '');
    this.notices = notices;
    this.store = store;
  }

  /** @param {WorkItem} item */
  open({ id, ...rest }) {
    this.notices.tell(id, 'PUT', this.#urlOf(id), rest);
  }

  /** Tells what the table `closing` says of an item. @param {string} id */
  close(id) {
    const body = { reason: this.store.get('closing', id) ?? 'done', keys: [] };
    this.notices.tell(id, 'POST', `${this.#urlOf(id)}/close`, body, () => (
      this.store.commit([['closing', id, undefined]])));
  }

  /** After a restart: what an earlier incarnation did not get to say. */
  resume() {
    for (const [id] of this.store.rows('closing')) this.close(id);
  }

  /** @param {string} id */
  #urlOf(id) {
    return `${this.url}/${encodeURIComponent(id)}`;
  }
}
