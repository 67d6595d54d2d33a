/** One system as its OpenAPI document says: calls by operationId, errors by what became of them. */

import { OutcomeUnknown, Rejected, Throttled, Unavailable } from '../errors.js';
import { exchange, parsed, retryAfterMs } from './http.js';
import { readOperations, writeRequest } from './openapi.js';
import { readRefusal } from './refusal.js';

const DEFAULT_PAUSE_MS = 1000;

export class SystemClient {
  /** @type {Promise<Map<string, import('./openapi.js').Operation>> | null} */
  #operations = null;

  /**
   * @param {string} name
   * @param {{ url: string, openapi: string }} place
   * @param {{ headers: Record<string, string>, gate: import('./gate.js').Gate, timeoutMs: number }} line
   */
  constructor(name, place, { headers, gate, timeoutMs }) {
    this.name = name;
    this.url = place.url.replace(/\/$/, '');
    this.openapi = place.openapi;
    this.headers = headers;
    this.gate = gate;
    this.timeoutMs = timeoutMs;
  }

  /**
   * The JSON answer of a 2xx. Throws Rejected, Throttled, Unavailable or OutcomeUnknown.
   * @param {string} operation
   * @param {Record<string, any>} fields
   * @param {object} [options]
   * @param {string} [options.key] an idempotency key
   * @param {string} [options.correlation]
   * @param {AbortSignal} [options.signal] ends the wait at the gate, but no request under way
   * @param {() => Promise<void>} [options.leaving] awaited when nothing is left to wait for
   * @returns {Promise<any>}
   */
  async call(operation, fields, { key, correlation, signal, leaving } = {}) {
    const told = (await this.#document()).get(operation);
    if (!told) throw new Rejected(404, 'NO_OPERATION', `${this.name} has no operation ${operation}`);
    const { method, target, body } = writeRequest(told, fields);
    const headers = {
      ...this.headers,
      ...(key && { 'idempotency-key': key }),
      ...(correlation && { 'x-correlation-id': correlation }),
    };
    await this.gate.enter(signal);
    let heard = true;
    try {
      await leaving?.();
      heard = false;
      const options = { headers, body, timeoutMs: this.timeoutMs };
      const answer = await exchange(method, this.url + target, options);
      heard = true;
      return this.#read(operation, answer);
    } catch (error) {
      heard ||= error instanceof OutcomeUnknown && !error.silent;
      throw error;
    } finally {
      this.gate.leave(heard);
    }
  }

  /** @param {string} operation @param {import('./http.js').HttpAnswer} answer */
  #read(operation, { status, headers, text }) {
    const body = parsed(text);
    if (status >= 200 && status < 300) {
      if (body !== undefined) return body;
      throw new OutcomeUnknown(`${this.name} ${operation}: ${status}, and no JSON`);
    }
    const wait = retryAfterMs(headers);
    if (status === 429) {
      this.gate.pause(wait ?? DEFAULT_PAUSE_MS);
      throw new Throttled(wait);
    }
    if (status >= 400 && status < 500) {
      const { code, message } = readRefusal(body);
      throw new Rejected(status, code, message, body);
    }
    if (wait !== null) this.gate.pause(wait);
    // A gateway that gave up waiting says nothing about who works on it behind it.
    throw new OutcomeUnknown(`${this.name} ${operation}: ${status}`, { timedOut: status === 504 });
  }

  /** Read once it can be had: a system may be away when we start. */
  #document() {
    this.#operations ??= this.#readDocument().catch((error) => {
      this.#operations = null;
      throw new Unavailable(`${this.name}: its OpenAPI document cannot be read: ${error.message}`);
    });
    return this.#operations;
  }

  async #readDocument() {
    const options = { headers: this.headers, timeoutMs: this.timeoutMs };
    const { status, text } = await exchange('GET', this.openapi, options);
    if (status !== 200) throw new Error(`status ${status}`);
    return readOperations(parsed(text));
  }
}
