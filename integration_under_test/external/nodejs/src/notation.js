/** Days, amounts and units as vendors write them; exact, or refused. */

import { Unreadable } from './errors.js';

/** Units of procurement in the ERP's words, and the other way round. */
export const UNITS = new Map([['each', 'EA'], ['box', 'BX'], ['case', 'CS']]);
export const UNITS_OUT = new Map([...UNITS].map(([theirs, ours]) => [ours, theirs]));

/** @param {Map<string, string>} table @param {string} unit */
export function unitOf(table, unit) {
  const found = table.get(unit);
  if (!found) throw new Unreadable(`the unit '${unit}' has no translation`);
  return found;
}

/** MM/DD/YYYY as YYYY-MM-DD. @param {string} text */
export function fromUsDay(text) {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? unreadableDay(text);
  return `${year}-${month}-${day}`;
}

/** YYYY-MM-DD as MM/DD/YYYY. @param {string} day */
export function toUsDay(day) {
  const [year, month, ofMonth] = day.split('-');
  return `${month}/${ofMonth}/${year}`;
}

/** YYYYMMDD, with or without a time behind it, as YYYY-MM-DD; "" stays "". @param {string} text */
export function fromCompactDay(text) {
  if (!text) return '';
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(?:\d{6})?$/.exec(text) ?? unreadableDay(text);
  return `${year}-${month}-${day}`;
}

/** YYYY-MM-DD as YYYYMMDD; "" stays "". @param {string} day */
export function toCompactDay(day) {
  return day.replaceAll('-', '');
}

/** The day at a place of an instant: a UTC day would post late evenings a day ahead.
 *  @param {string} instant @param {string} timeZone */
export function localDay(instant, timeZone) {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) throw new Unreadable(`'${instant}' is no instant`);
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' };
  return new Intl.DateTimeFormat('en-CA', /** @type {any} */ ({ timeZone, ...parts })).format(at);
}

/** The first day of the month after a day. @param {string} day */
export function firstOfNextMonth(day) {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** A price with two decimals where cents are enough, else as exact as it was. @param {string} price */
export function priceOf(price) {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(price) ?? unreadableAmount(price);
  const digits = fraction.replace(/0+$/, '');
  return `${whole}.${digits.padEnd(2, '0')}`;
}

/** Cents for one EA of a price for `factor` EA, half up; in whole numbers, for a float would be off.
 *  @param {string} price with four decimals at most @param {number} factor */
export function costEachCents(price, factor) {
  const [whole, fraction] = priceOf(price).split('.');
  if (fraction.length > 4) unreadableAmount(price);
  const tenthsOfMills = BigInt(whole + fraction.padEnd(4, '0'));
  const each = BigInt(factor);
  return Number((2n * tenthsOfMills + 100n * each) / (200n * each));
}

/** How many purchase units of `factor` that is, null for a broken one.
 *  @param {number} quantity @param {number} factor */
export function wholeUnits(quantity, factor) {
  return quantity % factor === 0 ? quantity / factor : null;
}

/** @param {string} text @returns {never} */
function unreadableDay(text) {
  throw new Unreadable(`'${text}' is no day`);
}

/** @param {string} text @returns {never} */
function unreadableAmount(text) {
  throw new Unreadable(`'${text}' is no amount`);
}
