/**
 * One HTTP exchange, and what its failure says about the effect.
 *
 * Connections are not kept: on one that the other side just closed, a request breaks although
 * nothing is wrong, and would have to be treated as one of unknown outcome.
 */

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { OutcomeUnknown, Unavailable } from '../errors.js';

const MOST_BYTES = 32 * 1024 * 1024;

/** @typedef {{ ca?: string, cert?: string, key?: string }} Tls whom to believe, and who we are; PEM */
/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }} HttpAnswer */

/**
 * Throws Unavailable if no connection came about, OutcomeUnknown if no whole answer came.
 * @param {string} method
 * @param {string} url
 * @param {{ headers?: Record<string, string>, body?: unknown, timeoutMs: number, tls?: Tls }} options
 *   a body that is a Buffer goes as it is, all else as JSON
 * @returns {Promise<HttpAnswer>}
 */
export function exchange(method, url, { headers = {}, body, timeoutMs, tls = {} }) {
  const isRaw = body === undefined || Buffer.isBuffer(body);
  const content = isRaw ? body : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    let connected = false;
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, {
      method,
      agent: false,
      ...tls,
      headers: {
        accept: 'application/json',
        connection: 'close',
        ...(content && { 'content-type': 'application/json', 'content-length': content.length }),
        ...headers,
      },
    });
    const timer = setTimeout(() => {
      const how = { timedOut: true, silent: true };
      fail(connected
        ? new OutcomeUnknown(`${method} ${url}: no answer within ${timeoutMs} ms`, how)
        : new Unavailable(`${method} ${url}: no connection within ${timeoutMs} ms`));
    }, timeoutMs);

    /** @param {Error} error */
    function fail(error) {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    }

    // With TLS, a connection is one when both sides know who the other is.
    const made = url.startsWith('https:') ? 'secureConnect' : 'connect';
    request.on('socket', (socket) => socket.once(made, () => { connected = true; }));
    request.on('error', (error) => fail(connected
      ? new OutcomeUnknown(`${method} ${url}: ${error.message}`, { silent: true })
      : new Unavailable(`${method} ${url}: ${error.message}`)));
    request.on('response', (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      let size = 0;
      response.on('data', (part) => {
        size += part.length;
        parts.push(part);
        if (size > MOST_BYTES) fail(new OutcomeUnknown(`${method} ${url}: an answer of over ${MOST_BYTES} bytes`));
      });
      // Half an answer: 'error' or 'close' without 'end'.
      response.on('error', (error) => fail(new OutcomeUnknown(`${method} ${url}: ${error.message}`)));
      response.on('close', () => {
        if (!response.complete) fail(new OutcomeUnknown(`${method} ${url}: the answer was cut off`));
      });
      response.on('end', () => {
        if (!response.complete) return;
        clearTimeout(timer);
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(content);
  });
}

/**
 * The wait that an answer names, in ms; null where it names none.
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
export function retryAfterMs(headers) {
  const told = headers['retry-after'];
  if (told === undefined) return null;
  const seconds = Number(told);
  const ms = Number.isNaN(seconds) ? Date.parse(told) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** @param {string} text @returns {any} undefined for what is no JSON */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
