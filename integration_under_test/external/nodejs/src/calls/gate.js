/**
 * The gate of one system: how many calls are under way there, and not before when the next may go.
 *
 * A system that said "later" (Retry-After) is left alone by everybody, not only by the command that
 * was told so. One that does not answer is tried by one call at a time, with growing pauses.
 */

import { setTimeout as sleep } from 'node:timers/promises';

const SILENT_CALLS = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export class Gate {
  #free;
  /** @type {(() => void)[]} */
  #queue = [];
  #notBefore = 0;
  #silent = 0;
  #probing = false;

  /**
   * @param {number} width
   * @param {(silent: boolean) => void} [changed] told when the system falls silent, or speaks again
   */
  constructor(width, changed = () => {}) {
    this.#free = width;
    this.changed = changed;
  }

  /** Waits for a place and for the system to be ready. @param {AbortSignal} [signal] */
  async enter(signal) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => { this.#queue.push(() => resolve(undefined)); });
    try {
      signal?.throwIfAborted();
      while (Date.now() < this.#notBefore || (this.isSilent && this.#probing)) {
        const wait = Math.max(this.#notBefore - Date.now(), 20);
        await sleep(wait, undefined, { signal });
      }
    } catch (error) {
      this.#next();
      throw error;
    }
    this.#probing = this.isSilent;
  }

  /** A call ended; `heard` says whether there was any answer. @param {boolean} heard */
  leave(heard) {
    const was = this.isSilent;
    this.#probing = false;
    this.#silent = heard ? 0 : this.#silent + 1;
    if (this.isSilent) {
      const doubled = FIRST_PAUSE_MS * 2 ** Math.min(this.#silent - SILENT_CALLS, 10);
      this.pause(Math.min(doubled, LONGEST_PAUSE_MS));
    }
    if (was !== this.isSilent) this.changed(this.isSilent);
    this.#next();
  }

  /** Nobody goes before so many ms are over. @param {number} ms */
  pause(ms) {
    this.#notBefore = Math.max(this.#notBefore, Date.now() + ms);
  }

  get isSilent() {
    return this.#silent >= SILENT_CALLS;
  }

  #next() {
    const next = this.#queue.shift();
    if (next) next();
    else this.#free += 1;
  }
}
