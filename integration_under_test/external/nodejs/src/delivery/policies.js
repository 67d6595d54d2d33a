/** Which failure is tried again and for how long, and whose desk it goes to if that does not help. */

import {
  CallError, NotYet, OutcomeUnknown, PackInDoubt, Rejected, Throttled, UnknownCode, Unreadable,
} from '../errors.js';
import { backoffMs } from './backoff.js';

const MASTER_DATA_DESK = 'master data desk';
const INTEGRATION_DESK = 'integration desk';
/** @type {Record<string, string>} */
const FLOW_OWNERS = {
  P01: MASTER_DATA_DESK,
  P03: MASTER_DATA_DESK,
  P04: 'supply chain desk',
  P06: 'supply chain desk',
  P07: 'AP desk',
  P08: 'AP desk',
  P09: 'revenue integrity desk',
};
/** @type {Record<string, string>} Types of work items whose owner does not depend on the flow. */
const TYPE_OWNERS = {
  unmapped_code: MASTER_DATA_DESK,
  pack_in_doubt: MASTER_DATA_DESK,
  period_closed: 'close desk',
};

/** Refusals because something is not there yet, and what they are called if that lasts; the first
 *  row that fits counts. @type {[RegExp, string][]} */
const HEALS = [
  [/^(IDEMPOTENCY_KEY_IN_USE|SSS_REQUEST_LIMIT_EXCEEDED)$/, 'unreachable'],
  [/^POSTING_BLOCKED$/, 'posting_blocked'],
  [/^LOT_NOT_ELIGIBLE$/, 'lot_not_eligible'],
  [/^(ILLEGAL_TRANSITION|NO_COST|ILLEGAL_ENCOUNTER_STATE)$/, 'missing_document'],
  [/^UNKNOWN_(ORDER.*|INVOICE|REQUISITION|ENCOUNTER|CONTRACT|HOLD)$/, 'missing_document'],
  [/^UNKNOWN_/, 'unmapped_code'],
  [/_NOT_FOUND$/, 'missing_document'],
];
/** Refusals that mean "I have that already" if a look confirms it. */
export const CLAIMS_TO_BE_THERE = new Set([
  'DUPLICATE_INVOICE', 'IDEMPOTENCY_ERROR', 'IDEMPOTENCY_KEY_REUSED', 'ILLEGAL_TRANSITION', 'STALE_VERSION',
]);
/** Refusals of the moment, not of the document. */
const PASSING_STATUSES = [401, 403, 408, 425, 429];

/** @param {string} type of a work item @param {string} flow */
export function ownerOf(type, flow) {
  return TYPE_OWNERS[type] ?? FLOW_OWNERS[flow] ?? INTEGRATION_DESK;
}

/**
 * @typedef {object} Failure
 * @property {Error} error
 * @property {number} attempt from 0
 * @property {number} ageMs since it was accepted, on the wall
 * @property {boolean} repeatable a request that is still under way can do no harm to a retry
 */
/** @typedef {{ againMs: number }} Again */
/** @typedef {{ type: string, reason: string }} Park */

/**
 * What to do about an attempt that failed: wait and try again, or leave it to a person.
 * @param {Failure} failure
 * @param {import('../settings.js').Settings} settings
 * @param {{ wallMsOf: (hours: number) => number }} clock
 * @returns {Again | Park}
 */
export function judge(failure, settings, clock) {
  const { error, attempt, ageMs } = failure;
  const type = typeIfItLasts(error);
  if (type === 'refused') return { type, reason: error.message };
  const patience = clock.wallMsOf(patienceHours(error, type, settings));
  if (ageMs >= Math.max(patience, settings.least_patience_s * 1000)) {
    return { type, reason: `${error.message} (after ${attempt + 1} attempts)` };
  }
  return { againMs: waitMs(failure, settings) };
}

/** What the work item will be called. @param {Error} error */
function typeIfItLasts(error) {
  if (error instanceof Rejected && speaksOfTheDocument(error)) {
    return HEALS.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'refused';
  }
  if (error instanceof CallError) return 'unreachable';
  if (error instanceof UnknownCode) return 'unmapped_code';
  if (error instanceof PackInDoubt) return 'pack_in_doubt';
  if (error instanceof NotYet) return 'missing_document';
  // A system may answer nonsense for a while; what is none of these is a mistake of this program,
  // of which somebody must hear as well.
  return error instanceof Unreadable ? 'unreadable_document' : 'refused';
}

/** False as well for a refusal whose words were cut off on their way: asked again, it says why.
 *  @param {Rejected} refusal */
function speaksOfTheDocument({ status, code, body }) {
  return Boolean(code || body) && !PASSING_STATUSES.includes(status);
}

/** Hours of business time. @param {Error} error @param {string} type
 *  @param {import('../settings.js').Settings} settings */
function patienceHours(error, type, settings) {
  if (error instanceof UnknownCode && error.unread) return settings.outage_patience_h;
  if (type === 'unreachable') return settings.outage_patience_h;
  if (type === 'unmapped_code' || type === 'pack_in_doubt') return settings.unmapped_patience_h;
  return settings.retry_horizon_h;
}

/** @param {Failure} failure @param {import('../settings.js').Settings} settings */
function waitMs({ error, attempt, repeatable }, settings) {
  const step = backoffMs(attempt, settings);
  // The gate keeps everybody back for as long as the system said; this only spreads them.
  if (error instanceof Throttled) return Math.min(step, error.retryAfterMs ?? step);
  if (error instanceof OutcomeUnknown && !repeatable) return Math.max(step, settleMs(error, settings));
  return step;
}

/** How long a request of unknown outcome may still land: a look before that could miss it.
 *  @param {Error | null} error @param {import('../settings.js').Settings} settings */
export function settleMs(error, settings) {
  if (!(error instanceof OutcomeUnknown)) return 0;
  return 1000 * (error.timedOut ? settings.settle_s : settings.settle_broken_s);
}
