/**
 * The masters: lists of the systems, read when we start and again when a code is unknown.
 *
 * Of a system that does not answer the old list stays in use, or none: flows that need nothing of
 * it go on.
 */

import { PackInDoubt, UnknownCode, Unreadable } from '../errors.js';
import { Crosswalk } from './crosswalk.js';

/** @typedef {'businessUnits' | 'erpItems' | 'shipTos' | 'stockRooms' | 'items' | 'charges'} ListName */
/** @typedef {{ system: string, operation: string, limit: string, offset: string, rows: string, more: string }} List */

const ERP = { system: 'erp', limit: 'Limit', offset: 'Offset', rows: 'items', more: 'hasMore' };
const INVENTORY = { system: 'inventory', limit: 'limit', offset: 'offset', rows: 'items', more: 'has_more' };

/** @type {Record<ListName, List>} */
export const LISTS = {
  businessUnits: { ...ERP, operation: 'list_locations' },
  erpItems: { ...ERP, operation: 'list_items' },
  shipTos: {
    system: 'procurement',
    operation: 'list_ship_tos',
    limit: 'limit',
    offset: 'offset',
    rows: 'ship-tos',
    more: 'has-more',
  },
  stockRooms: { ...INVENTORY, operation: 'list_locations' },
  items: { ...INVENTORY, operation: 'list_items' },
  charges: {
    system: 'billing',
    operation: 'list_charge_master',
    limit: 'limit',
    offset: 'offset',
    rows: 'items',
    more: 'hasMore',
  },
};
const PAGE_ROWS = 500;

/** @typedef {(system: string, operation: string, fields: Record<string, any>) => Promise<any>} Call */

export class Masters {
  /** @type {Partial<Record<ListName, any[]>>} */
  #lists = {};
  #readAt = -Infinity;
  /** @type {Promise<void> | null} */
  #reading = null;
  crosswalk = new Crosswalk({}, false);

  /** @param {Call} call @param {number} refreshMs lists are not read again sooner */
  constructor(call, refreshMs) {
    this.call = call;
    this.refreshMs = refreshMs;
  }

  /**
   * What `read` makes of the crosswalk; once more with newer lists where these have no answer.
   * @template T
   * @param {(crosswalk: Crosswalk) => T} read
   * @returns {Promise<T>}
   */
  async mapped(read) {
    try {
      return read(this.crosswalk);
    } catch (error) {
      if (!(error instanceof UnknownCode || error instanceof PackInDoubt)) throw error;
      await this.refresh();
      return read(this.crosswalk);
    }
  }

  /** The charge code of an item, "" for none. That there is none is only believed of lists that are
   *  young: an item that was given its code since would never be charged. @param {string} item */
  async chargeCode(item) {
    const code = await this.mapped((crosswalk) => crosswalk.chargeCode(item));
    if (code || Date.now() - this.#readAt < this.refreshMs) return code;
    await this.refresh();
    return this.crosswalk.chargeCode(item);
  }

  /** Reads all lists, unless that was done just now; everybody waits for the same reading. */
  async refresh() {
    if (!this.#reading && Date.now() - this.#readAt < this.refreshMs) return;
    this.#reading ??= this.#read().finally(() => { this.#reading = null; });
    await this.#reading;
  }

  async #read() {
    const names = /** @type {ListName[]} */ (Object.keys(LISTS));
    // The charge master last: of an item that is known it must not be the older list.
    const read = await Promise.all(names.filter((name) => name !== 'charges').map((name) => this.#tryRows(name)));
    read.push(await this.#tryRows('charges'));
    names.forEach((name, place) => {
      const rows = read[place];
      if (rows && isUnderstood(name, rows)) this.#lists[name] = rows;
    });
    this.#readAt = Date.now();
    this.crosswalk = new Crosswalk(this.#lists, names.every((name) => this.#lists[name]));
  }

  /** Undefined where they cannot be had: whoever needs them waits, and a system that is silent has
   *  an alert of its own. @param {ListName} name */
  async #tryRows(name) {
    try {
      return await this.#rows(LISTS[name]);
    } catch {
      return undefined;
    }
  }

  /** @param {List} list */
  async #rows({ system, operation, limit, offset, rows, more }) {
    /** @type {any[]} */
    const found = [];
    for (;;) {
      const page = await this.call(system, operation, { [limit]: PAGE_ROWS, [offset]: found.length });
      if (!Array.isArray(page?.[rows])) throw new Unreadable(`${system} ${operation}: no ${rows}`);
      found.push(...page[rows]);
      if (!page[more] || !page[rows].length) return found;
    }
  }
}

/** A vendor's release may give a list another shape: the one in use is better than that.
 *  @param {ListName} name @param {any[]} rows */
function isUnderstood(name, rows) {
  try {
    return Boolean(new Crosswalk({ [name]: rows }, false));
  } catch (error) {
    console.error(`masters: ${name} is not understood, the old list stays in use: ${error}`);
    return false;
  }
}
