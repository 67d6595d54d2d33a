/** Reads fields of documents: what has another shape than agreed must not travel on as `undefined`. */

import { Unreadable } from './errors.js';

/** @param {any} data @param {string} name @returns {string} */
export function text(data, name) {
  const value = data?.[name];
  if (typeof value !== 'string' || !value) throw unreadable(name, 'a text', value);
  return value;
}

/** A text that may be missing, null or empty: "" then. @param {any} data @param {string} name @returns {string} */
export function anyText(data, name) {
  const value = data?.[name] ?? '';
  if (typeof value !== 'string') throw unreadable(name, 'a text', value);
  return value;
}

/** @param {any} data @param {string} name @returns {number} */
export function whole(data, name) {
  const value = data?.[name];
  if (!Number.isSafeInteger(value)) throw unreadable(name, 'a whole number', value);
  return value;
}

/** A whole number of at least 1, which some vendors write as text. @param {any} data @param {string} name */
export function quantity(data, name) {
  const value = data?.[name];
  const number = typeof value === 'string' && /^\d+(\.0+)?$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number) || number < 1) throw unreadable(name, 'a quantity', value);
  return /** @type {number} */ (number);
}

/** @param {any} data @param {string} name @returns {boolean} */
export function flag(data, name) {
  const value = data?.[name];
  if (typeof value !== 'boolean') throw unreadable(name, 'true or false', value);
  return value;
}

/** @param {any} data @param {string} name @returns {any[]} */
export function list(data, name) {
  const value = data?.[name];
  if (!Array.isArray(value)) throw unreadable(name, 'a list', value);
  return value;
}

/** @param {string} name @param {string} expected @param {unknown} value */
function unreadable(name, expected, value) {
  return new Unreadable(`${name}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`);
}
