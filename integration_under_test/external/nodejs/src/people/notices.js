/**
 * Notices: what the host's boards are told, in turn for each subject, until they heard it.
 *
 * Nothing waits for them: a board that is away must not hold up a posting.
 */

import { setTimeout as sleep } from 'node:timers/promises';

import { backoffMs } from '../delivery/backoff.js';

const TIMEOUT_MS = 10_000;

export class Notices {
  /** @type {Map<string, Promise<void>>} */
  #turns = new Map();

  /**
   * @param {import('../calls/way.js').Way} way
   * @param {import('../settings.js').Settings} settings
   * @param {AbortSignal} signal
   */
  constructor(way, settings, signal) {
    this.way = way;
    this.settings = settings;
    this.signal = signal;
  }

  /**
   * @param {string} subject notices of one subject go one after the other
   * @param {string} method @param {string} url @param {unknown} body
   * @param {() => Promise<void>} [heard] done as soon as it was taken
   */
  tell(subject, method, url, body, heard = async () => {}) {
    const before = this.#turns.get(subject) ?? Promise.resolve();
    const turn = before.then(() => this.#tell(method, url, body, heard)).finally(() => {
      if (this.#turns.get(subject) === turn) this.#turns.delete(subject);
    });
    this.#turns.set(subject, turn);
  }

  /** Ends when all was told, or we are being stopped. */
  async settled() {
    while (this.#turns.size) await Promise.all(this.#turns.values());
  }

  /** @param {string} method @param {string} url @param {unknown} body @param {() => Promise<void>} heard */
  async #tell(method, url, body, heard) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const authorization = await this.way.authorization(url);
        const options = { body, timeoutMs: TIMEOUT_MS, authorization };
        const { status } = await this.way.exchange(method, url, options);
        const passing = status >= 500 || [401, 403, 408, 429].includes(status);
        if (!passing) {
          if (status >= 300) console.error(`${method} ${url}: ${status}`);
          return await heard();
        }
      } catch {
        // not there just now, or the disk does not take that it was heard
      }
      // One more time even while we are being stopped, but then without waiting.
      if (this.signal.aborted) return;
      await sleep(backoffMs(attempt, this.settings), undefined, { signal: this.signal }).catch(() => {});
    }
  }
}
