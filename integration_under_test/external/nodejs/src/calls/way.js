/** The way to whom POST /start named: with the run's headers, over TLS if need be, with a token. */

import { exchange } from './http.js';
import { Tokens } from './tokens.js';

const NOT_AUTHORIZED = 401;

/** @typedef {{ authorization: (url: string, refused?: string) => Promise<string> }} Passes */

export class Way {
  /** @param {{ headers?: Record<string, string>, tls?: import('./http.js').Tls, passes?: Passes }} [how] */
  constructor({ headers = {}, tls = {}, passes } = {}) {
    this.headers = headers;
    this.tls = tls;
    this.passes = passes;
  }

  /** @param {any} told the body of POST /start */
  static of(told) {
    const { headers, ca, certificate: cert, certificate_key: key, identity } = told;
    const tls = { ...(ca && { ca }), ...(cert && { cert, key }) };
    const passes = identity && new Tokens(identity, placesOf(told), tls);
    return new Way({ headers: headers ?? {}, tls, passes });
  }

  /** The header Authorization for a URL, "" where none is asked for. Throws NoToken. @param {string} url */
  async authorization(url) {
    return this.passes ? this.passes.authorization(url) : '';
  }

  /**
   * As `exchange`. A token may end before we think so: a 401 is certainly no effect, so then a
   * fresh one is tried, once. Throws NoToken too.
   * @param {string} method
   * @param {string} url
   * @param {{ headers?: Record<string, string>, body?: unknown, timeoutMs: number, authorization?: string }} options
   */
  async exchange(method, url, { headers = {}, body, timeoutMs, authorization = '' }) {
    const send = (/** @type {string} */ pass) => exchange(method, url, {
      headers: { ...this.headers, ...headers, ...(pass && { authorization: pass }) },
      body,
      timeoutMs,
      tls: this.tls,
    });
    const answer = await send(authorization);
    if (answer.status !== NOT_AUTHORIZED || !authorization || !this.passes) return answer;
    return send(await this.passes.authorization(url, authorization));
  }
}

/** @param {any} told @returns {string[]} */
function placesOf({ systems, partners = {}, work_items: board, alerts }) {
  const places = Object.values(systems).map((place) => place.url);
  return [...places, ...Object.values(partners), board, ...(alerts ? [alerts] : [])];
}
