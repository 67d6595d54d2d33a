/** What a user may set, with defaults. Times in the unit that each name ends in. */

export const DEFAULTS = Object.freeze({
  /** Calls under way at one system. */
  max_concurrency: 16,
  call_timeout_s: 30,
  /** Wait before the first retry; it doubles with each further one. */
  retry_base_s: 1,
  retry_cap_s: 60,
  /** Business time: a command that could not be sent for so long becomes a work item. */
  retry_horizon_h: 36,
  /** The same for a code that no master translates: masters arrive late, but not that late. */
  unmapped_patience_h: 4,
  /** The same while a system is away: no desk can do anything about that. */
  outage_patience_h: 168,
  /** However fast business time passes, nothing is given up sooner than this. */
  least_patience_s: 60,
  /** How long a request may still be under way after its time-out, before a look is believed. */
  settle_s: 45,
  /** The same after a broken connection or a 5xx: whoever worked on it has ended, but perhaps not
   *  committed yet. */
  settle_broken_s: 5,
  /** Unknown codes make the masters be read again, but not more often than this. */
  masters_refresh_s: 15,
  /** With so many unfinished commands senders are asked to come again later. */
  max_backlog: 50_000,
  busy_retry_after_s: 30,
});

/** @typedef {{ -readonly [name in keyof typeof DEFAULTS]: number }} Settings */

/**
 * The defaults with what was given. Throws for a name or value that cannot be meant.
 * @param {Record<string, unknown>} given
 * @returns {Settings}
 */
export function readSettings(given) {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in DEFAULTS)) {
      throw new Error(`settings.${name}: unknown; there are ${Object.keys(DEFAULTS).join(', ')}`);
    }
    if (typeof value !== 'number' || !(value > 0)) {
      throw new Error(`settings.${name}: expected a positive number, got ${JSON.stringify(value)}`);
    }
  }
  return { ...DEFAULTS, ...given };
}
