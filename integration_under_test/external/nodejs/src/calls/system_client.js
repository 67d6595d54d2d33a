/** One system as its OpenAPI document says: calls by operationId, errors by what became of them. */

import { NoToken, OutcomeUnknown, Rejected, Throttled, Unavailable } from '../errors.js';
import { parsed, retryAfterMs } from './http.js';
import { readOperations, writeRequest } from './openapi.js';
import { readRefusal } from './refusal.js';

const DEFAULT_PAUSE_MS = 1000;

export class SystemClient {
  /** @type {Promise<Map<string, import('./openapi.js').Operation>> | null} */
  #operations = null;

  /**
   * @param {string} name
   * @param {{ url: string, openapi: string }} place
   * @param {{ way: import('./way.js').Way, gate: import('./gate.js').Gate, timeoutMs: number }} line
   */
  constructor(name, place, { way, gate, timeoutMs }) {
    this.name = name;
    this.url = place.url.replace(/\/$/, '');
    this.openapi = place.openapi;
    this.way = way;
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
      ...(key && { 'idempotency-key': key }),
      ...(correlation && { 'x-correlation-id': correlation }),
    };
    // Before anything is noted as sent: without a token nothing leaves.
    const authorization = await this.way.authorization(this.url);
    await this.gate.enter(signal);
    let heard = true;
    try {
      await leaving?.();
      heard = false;
      const options = { headers, body, timeoutMs: this.timeoutMs, authorization };
      const answer = await this.way.exchange(method, this.url + target, options);
      heard = true;
      return this.#read(operation, answer);
    } catch (error) {
      heard ||= error instanceof NoToken || (error instanceof OutcomeUnknown && !error.silent);
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
    const { status, text } = await this.way.exchange('GET', this.openapi, { timeoutMs: this.timeoutMs });
    if (status !== 200) throw new Error(`status ${status}`);
    return readOperations(parsed(text));
  }
}
