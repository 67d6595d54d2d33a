/** The way of one command from the outbox to its effect, or to the dead letters. */

import { setTimeout as sleep } from 'node:timers/promises';

import { CallError, NotYet, PackInDoubt, StorageUnavailable, UnknownCode } from '../errors.js';
import { KINDS } from '../flows/flows.js';
import { appliedKey } from './command.js';
import { laterDay, periodItem, periodItemId } from './period.js';
import { judge } from './policies.js';

/** @typedef {import('./command.js').Command} Command */
/** @typedef {import('../flows/kind.js').Kind} Kind */
/** @typedef {import('../store/store.js').Change} Change */

const STORAGE_PAUSE_MS = 1000;

/**
 * @typedef {object} Parts
 * @property {import('./gateway.js').Gateway} gateway
 * @property {import('./dead_letters.js').DeadLetters} deadLetters
 * @property {import('../people/work_items.js').WorkItems} workItems
 * @property {import('../store/store.js').Store} store
 * @property {import('../clock.js').Clock} clock
 * @property {import('../settings.js').Settings} settings
 * @property {AbortSignal} signal ends all waits
 */

export class Delivery {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /**
   * Works on a command until its effect is there, or a person has it.
   * @param {Command} command
   * @returns {Promise<import('./lanes.js').Ending>}
   */
  async finish(command) {
    const { gateway, signal, store } = this.parts;
    let current = command;
    const sentAt = store.get('sending', command.row);
    let isClean = sentAt === undefined;
    // Who was killed left a request on its way: a look now could miss what is about to land.
    if (!isClean && !KINDS[command.kind].repeatable) await this.#rest(this.#landsUntil(sentAt) - Date.now());
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const kind = KINDS[current.kind];
      try {
        await this.#done(current, kind, await gateway.deliver(current, kind, isClean));
        return 'done';
      } catch (thrown) {
        if (signal.aborted) return 'left';
        const error = /** @type {Error} */ (thrown);
        isClean &&= hadNoEffect(error);
        const next = await this.#afterFailure(current, kind, error, attempt);
        if (!next) return 'parked';
        current = next.command;
        await this.#rest(next.againMs);
      }
    }
    return 'left';
  }

  /** @param {Command} command @param {Kind} kind @param {[string, any] | undefined} note */
  async #done(command, kind, note) {
    const { store, workItems } = this.parts;
    const applied = appliedKey(command, kind);
    /** @type {Change[]} */
    const changes = [
      ['outbox', command.row, undefined],
      ['sending', command.row, undefined],
      ['applied', applied, Math.max(command.version, store.get('applied', applied) ?? 0)],
    ];
    if (note) changes.push(['notes', note[0], note[1]]);
    if (command.day) changes.push(['closing', periodItemId(command), `posted on ${command.day}`]);
    await store.commit(changes);
    if (command.day) workItems.close(periodItemId(command));
  }

  /**
   * What to try next, and when; null when a person has it.
   * @param {Command} command @param {Kind} kind @param {Error} error @param {number} attempt
   * @returns {Promise<{ command: Command, againMs: number } | null>}
   */
  async #afterFailure(command, kind, error, attempt) {
    const { clock, deadLetters, settings } = this.parts;
    if (error instanceof StorageUnavailable) return { command, againMs: STORAGE_PAUSE_MS };
    const failure = {
      error,
      attempt,
      ageMs: Date.now() - command.since,
      repeatable: Boolean(kind.repeatable),
    };
    try {
      const moved = await this.#moved(command, kind, error);
      if (moved) return { command: moved, againMs: 0 };
      const verdict = judge(failure, settings, clock);
      if ('againMs' in verdict) return { command, againMs: verdict.againMs };
      await deadLetters.bury(command, verdict, kind.flow);
      return null;
    } catch (trouble) {
      if (trouble instanceof StorageUnavailable) return { command, againMs: STORAGE_PAUSE_MS };
      throw trouble;
    }
  }

  /** The command on the next open day, where its own period is closed.
   *  @param {Command} command @param {Kind} kind @param {Error} error */
  async #moved(command, kind, error) {
    const { clock, gateway, store, workItems } = this.parts;
    if (!kind.day || !(error instanceof CallError)) return null;
    const today = clock.now().toISOString().slice(0, 10);
    const later = laterDay(error, await gateway.postingDay(command, kind).catch(() => ''), today);
    if (!later) return null;
    const moved = { ...command, day: later };
    await store.commit([['outbox', command.row, moved]]);
    workItems.open(periodItem(moved, kind.flow));
    return moved;
  }

  /** Until when a request may take effect of which nobody heard. @param {number} sentAt */
  #landsUntil(sentAt) {
    const { call_timeout_s: timeout, settle_s: settle } = this.parts.settings;
    return Math.min(sentAt, Date.now()) + (timeout + settle) * 1000;
  }

  /** Ends early when we are being stopped. @param {number} ms */
  async #rest(ms) {
    const { signal } = this.parts;
    if (ms > 0 && !signal.aborted) await sleep(ms, undefined, { signal }).catch(() => {});
  }
}

/** All others leave open whether something was sent: before the next attempt somebody has to look.
 *  @param {Error} error */
function hadNoEffect(error) {
  if (error instanceof CallError) return error.definite;
  return [NotYet, PackInDoubt, UnknownCode].some((kind) => error instanceof kind);
}
