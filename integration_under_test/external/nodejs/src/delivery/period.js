/**
 * Closed periods: a late document is never dropped, but posted on the next open day.
 *
 * The close desk hears of it, for a month's figures leak. Its item is closed when the posting is there.
 */

import { Rejected } from '../errors.js';
import { firstOfNextMonth } from '../notation.js';
import { ownerOf } from './policies.js';

/** @typedef {import('./command.js').Command} Command */

/**
 * The day to post on instead; null if that is not the trouble, or there is no later day to try.
 * @param {Error} error
 * @param {string} day that was refused, "" for what has none
 * @param {string} today
 * @returns {string | null}
 */
export function laterDay(error, day, today) {
  if (!(error instanceof Rejected && error.code === 'PERIOD_CLOSED' && day)) return null;
  const later = error.body?.NextOpenDate ?? firstOfNextMonth(day);
  // No ledger is open so far ahead: one that refuses every day would be asked for ever.
  if (typeof later !== 'string' || later <= day || later > firstOfNextMonth(today)) return null;
  return later;
}

/** @param {Command} command that was moved to another day @param {string} flow */
export function periodItem(command, flow) {
  return {
    id: periodItemId(command),
    type: 'period_closed',
    owner: ownerOf('period_closed', flow),
    flow,
    keys: [command.key],
    reason: `the period of this document is closed; it is posted on ${command.day}`,
    actions: ['acknowledge'],
  };
}

/** @param {Command} command */
export function periodItemId(command) {
  return `period/${command.row}`;
}
