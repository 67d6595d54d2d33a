/** An identity provider small enough to read: it checks assertions as S16 does, and gives out tokens. */

import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { createServer } from 'node:http';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });

export class FakeIssuer {
  /** @type {URLSearchParams[]} */
  asked = [];
  /** @type {[number, any] | null} in the place of a token */
  answers = null;
  lifeS = 300;
  delayMs = 0;
  #seen = new Set();

  async start() {
    this.server = createServer((request, response) => { this.#serve(request, response); });
    await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', () => resolve(undefined)); });
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  get identity() {
    return {
      issuer: this.url,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks.json`,
      client_id: 'integration',
      kid: 'ours',
      alg: 'ES384',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      scope: 'erp.orders.write',
      resource: 'urn:testbed:systems',
      audience: 'urn:testbed:integration',
    };
  }

  async #serve(request, response) {
    let text = '';
    for await (const part of request) text += part;
    const form = new URLSearchParams(text);
    this.asked.push(form);
    await new Promise((resolve) => { setTimeout(resolve, this.delayMs); });
    const [status, body] = this.answers ?? this.#answer(form, request.headers['content-type']);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  #answer(form, type) {
    try {
      this.#check(form, type);
    } catch (error) {
      return [400, { error: 'invalid_client', error_description: error.message }];
    }
    const token = { access_token: `token-${this.asked.length}`, token_type: 'Bearer', expires_in: this.lifeS };
    return [200, token];
  }

  #check(form, type) {
    assert.equal(type, 'application/x-www-form-urlencoded');
    assert.equal(form.get('grant_type'), 'client_credentials');
    assert.equal(form.get('resource'), 'urn:testbed:systems');
    assert.equal(form.get('client_assertion_type'), 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const [head, claims, signature] = (form.get('client_assertion') ?? '').split('.');
    assert.deepEqual(decoded(head), { alg: 'ES384', typ: 'JWT', kid: 'ours' });
    const told = decoded(claims);
    const now = Date.now() / 1000;
    assert.deepEqual([told.iss, told.sub, told.aud], ['integration', 'integration', `${this.url}/token`]);
    assert.ok(told.exp > now && told.exp <= now + 300, 'at most five minutes');
    assert.ok(!this.#seen.has(told.jti), 'a replay');
    this.#seen.add(told.jti);
    const how = { key: publicKey, dsaEncoding: /** @type {const} */ ('ieee-p1363') };
    assert.ok(verify('sha384', Buffer.from(`${head}.${claims}`), how, Buffer.from(signature, 'base64url')), 'signed');
  }
}

function decoded(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
