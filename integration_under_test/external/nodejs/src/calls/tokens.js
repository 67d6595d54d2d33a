/**
 * Access tokens for the systems: client credentials with `private_key_jwt` (RFC 7523), ES384.
 *
 * A token is kept until shortly before it ends, and asked for by one request at a time, however
 * many wait. It goes to the origins that POST /start named, and nowhere else. Times are the wall's.
 */

import { createPrivateKey, randomBytes, sign } from 'node:crypto';

import { NoToken } from '../errors.js';
import { exchange, parsed } from './http.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_S = 120;
const TIMEOUT_MS = 10_000;
/** So long before its end a token is renewed, or a fifth of its life if that is less. */
const SPARE_MS = 20_000;
const NAMES = ['token_endpoint', 'client_id', 'kid', 'private_key'];

export class Tokens {
  #kept = { token: '', untilMs: 0 };
  /** @type {Promise<void> | null} */
  #asking = null;

  /**
   * Throws for a key that cannot sign, without showing it.
   * @param {any} identity as POST /start has it
   * @param {Iterable<string>} urls of those who may see a token
   * @param {import('./http.js').Tls} tls
   */
  constructor(identity, urls, tls) {
    for (const name of NAMES) {
      if (typeof identity[name] !== 'string') throw new Error(`identity.${name}: expected a text`);
    }
    this.identity = identity;
    this.origins = new Set([...urls].map((url) => new URL(url).origin));
    this.tls = tls;
    this.key = signingKey(identity.private_key);
  }

  /**
   * The header Authorization for a URL, "" for those that must not see a token. Throws NoToken.
   * @param {string} url
   * @param {string} [refused] a header that was answered 401: then another one
   */
  async authorization(url, refused) {
    if (!this.origins.has(new URL(url).origin)) return '';
    if (performance.now() >= this.#kept.untilMs || this.#header === refused) {
      this.#asking ??= this.#ask().finally(() => { this.#asking = null; });
      await this.#asking;
    }
    return this.#header;
  }

  get #header() {
    return this.#kept.token && `Bearer ${this.#kept.token}`;
  }

  async #ask() {
    const askedMs = performance.now();
    const { status, text } = await this.#answer();
    const told = parsed(text);
    if (status !== 200) throw new NoToken(`the token endpoint answered ${status} ${codeOf(told)}`);
    const { access_token: token, token_type: type, expires_in: lifeS = 60 } = told ?? {};
    const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
    if (!isBearer || !/^[\w.~+/-]+=*$/.test(token ?? '') || !(lifeS > 0)) {
      throw new NoToken('the answer of the token endpoint has no bearer token in it');
    }
    const lifeMs = lifeS * 1000;
    this.#kept = { token, untilMs: askedMs + lifeMs - Math.min(SPARE_MS, lifeMs / 5) };
  }

  async #answer() {
    const { token_endpoint: url, scope, resource } = this.identity;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scope && { scope }),
      ...(resource && { resource }),
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: this.#assertion(),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = Buffer.from(form.toString());
    try {
      return await exchange('POST', url, { headers, body, timeoutMs: TIMEOUT_MS, tls: this.tls });
    } catch (error) {
      // Whatever became of that request, none went to the system.
      throw new NoToken(/** @type {Error} */ (error).message);
    }
  }

  /** Good once: its id is never used again. */
  #assertion() {
    const { client_id: id, kid, token_endpoint: aud } = this.identity;
    const now = Math.floor(Date.now() / 1000);
    const jti = randomBytes(24).toString('base64url');
    const claims = { iss: id, sub: id, aud, iat: now, exp: now + ASSERTION_S, jti };
    const content = `${encoded({ alg: 'ES384', typ: 'JWT', kid })}.${encoded(claims)}`;
    // JOSE wants r and s side by side (RFC 7518 section 3.4), not the ASN.1 that is the default.
    const how = /** @type {const} */ ({ key: this.key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${sign('sha384', Buffer.from(content), how).toString('base64url')}`;
  }
}

/** @param {string} pem */
function signingKey(pem) {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve === 'secp384r1') return key;
  } catch {
    // what it says might be a part of the key
  }
  throw new Error('identity.private_key: expected the PEM of an EC key on P-384');
}

/** @param {unknown} part */
function encoded(part) {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** The code of RFC 6749 section 5.2, if it looks like one. @param {any} told */
function codeOf(told) {
  return /^[a-z_]{1,40}$/.test(told?.error ?? '') ? told.error : '';
}
