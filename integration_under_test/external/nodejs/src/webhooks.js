/** Signatures of deliveries after Standard Webhooks 1.0.0, checked on the bytes as they came. */

import { createHmac, timingSafeEqual } from 'node:crypto';

import { Unsigned } from './errors.js';

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
const TOLERANCE_S = 300;
const MOST_SIGNATURES = 16;
/** Without `.`, which parts id, time and body. */
const ID = /^[!-\-/-~]{1,255}$/;
const TIMESTAMP = /^[1-9]\d{0,10}$/;

/**
 * The keys of POST /start: one secret, and others while one follows another. Throws for what is no
 * secret, without showing it.
 * @param {{ webhook_secret?: string, webhook_secrets?: string[] }} told
 */
export function readSecrets({ webhook_secret: one, webhook_secrets: more = [] }) {
  if (!Array.isArray(more)) throw new Error('webhook_secrets: expected a list');
  return [...(one === undefined || one === null ? [] : [one]), ...more].map(readSecret);
}

/**
 * Returns if one of the signatures is by one of the keys, and fresh. Throws Unsigned.
 * @param {Buffer[]} keys @param {import('node:http').IncomingHttpHeaders} headers
 * @param {Buffer} body @param {number} [nowMs]
 */
export function verify(keys, headers, body, nowMs = Date.now()) {
  const id = text(headers, 'webhook-id', ID);
  const timestamp = text(headers, 'webhook-timestamp', TIMESTAMP);
  const offered = text(headers, 'webhook-signature', /./).split(' ');
  if (Math.abs(Number(timestamp) - nowMs / 1000) > TOLERANCE_S) {
    throw new Unsigned(`sent more than ${TOLERANCE_S} s before or after now`);
  }
  if (offered.length > MOST_SIGNATURES) throw new Unsigned(`more than ${MOST_SIGNATURES} signatures`);
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const due = keys.map((key) => Buffer.from(`v1,${createHmac('sha256', key).update(content).digest('base64')}`));
  const given = offered.map((each) => Buffer.from(each));
  if (!due.some((one) => given.some((two) => one.length === two.length && timingSafeEqual(one, two)))) {
    throw new Unsigned('no signature in webhook-signature verifies');
  }
}

/** @param {unknown} secret */
function readSecret(secret) {
  const coded = typeof secret === 'string' && secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(coded, 'base64');
  if (key.toString('base64') !== coded || key.length < LEAST_BYTES || key.length > MOST_BYTES) {
    throw new Error(`webhook_secret: expected ${PREFIX} and ${LEAST_BYTES} to ${MOST_BYTES} bytes in base64`);
  }
  return key;
}

/** @param {import('node:http').IncomingHttpHeaders} headers @param {string} name @param {RegExp} pattern */
function text(headers, name, pattern) {
  const found = headers[name];
  if (typeof found === 'string' && pattern.test(found)) return found;
  throw new Unsigned(`${name} is missing or cannot be read`);
}
