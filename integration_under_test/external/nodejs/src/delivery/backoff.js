/** The wait before a retry: doubled each time up to a cap, and spread, so that a thousand commands
 *  that failed together do not come back together. */

/**
 * @param {number} attempt from 0
 * @param {{ retry_base_s: number, retry_cap_s: number }} settings
 * @returns {number} ms, between half and the whole of the doubled step
 */
export function backoffMs(attempt, { retry_base_s: base, retry_cap_s: cap }) {
  const step = Math.min(cap, base * 2 ** Math.min(attempt, 30));
  return step * 1000 * (0.5 + 0.5 * Math.random());
}
