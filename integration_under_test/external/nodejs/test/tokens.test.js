/** Tokens for the systems: asked for once, kept, renewed, and shown to nobody else. */

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Gate } from '../src/calls/gate.js';
import { SystemClient } from '../src/calls/system_client.js';
import { Way } from '../src/calls/way.js';
import { Tokens } from '../src/calls/tokens.js';
import { NoToken, Rejected, Unavailable } from '../src/errors.js';
import { FakeIssuer } from './support/fake_issuer.js';
import { FakeSystem } from './support/fake_system.js';

const LIMIT = { timeout: 20_000 };

/** @param {import('node:test').TestContext} test */
async function guarded(test) {
  const issuer = await new FakeIssuer().start();
  const taken = new Set();
  const system = await new FakeSystem('erp', {
    create_order: {
      method: 'POST',
      path: '/orders',
      run: (fields, { authorization }) => {
        if (!authorization || taken.has(authorization)) return [401, { code: 'invalid_token' }];
        return [201, { pass: authorization }];
      },
    },
  }).start();
  test.after(async () => { await issuer.stop(); await system.stop(); });
  const told = { systems: { erp: system.place }, work_items: `${system.url}/work-items`, identity: issuer.identity };
  const way = Way.of(told);
  const client = new SystemClient('erp', system.place, { way, gate: new Gate(16), timeoutMs: 2000 });
  return { issuer, system, client, taken, way };
}

test('one token for however many calls', LIMIT, async (t) => {
  const { issuer, system, client } = await guarded(t);
  issuer.delayMs = 30;
  const answers = await Promise.all(Array.from({ length: 12 }, () => client.call('create_order', {})));
  assert.ok(answers.every(({ pass }) => pass === 'Bearer token-1'));
  assert.deepEqual([issuer.asked.length, system.called('create_order').length], [1, 12]);
});

test('a token is renewed before it ends, with a fresh assertion', LIMIT, async (t) => {
  const { issuer, client } = await guarded(t);
  issuer.lifeS = 0.5;
  const first = await client.call('create_order', {});
  await sleep(450);
  const second = await client.call('create_order', {});
  assert.deepEqual([first.pass, second.pass], ['Bearer token-1', 'Bearer token-2']);
});

test('a 401 gets one fresh token and one repeat', LIMIT, async (t) => {
  const { issuer, system, client, taken } = await guarded(t);
  await client.call('create_order', {});
  taken.add('Bearer token-1');
  const answers = await Promise.all([1, 2, 3].map(() => client.call('create_order', {})));
  assert.deepEqual(answers.map(({ pass }) => pass), Array(3).fill('Bearer token-2'));
  assert.equal(issuer.asked.length, 2);
  system.plant('create_order', [401, {}], [401, { code: 'invalid_token' }]);
  const refused = await client.call('create_order', {}).catch((error) => error);
  assert.ok(refused instanceof Rejected && refused.status === 401 && refused.definite);
  assert.equal(issuer.asked.length, 3);
});

test('a 403 is a refusal at once', LIMIT, async (t) => {
  const { issuer, system, client } = await guarded(t);
  system.plant('create_order', [403, { code: 'insufficient_scope' }]);
  await assert.rejects(client.call('create_order', {}), { status: 403 });
  assert.deepEqual([issuer.asked.length, system.called('create_order').length], [1, 1]);
});

test('without a token nothing is sent', LIMIT, async (t) => {
  const { issuer, system, client, way } = await guarded(t);
  const bad = [
    [503, {}], [400, { error: 'invalid_client' }], [302, {}], [200, {}], [200, null],
    [200, { access_token: 'a', token_type: 'mac' }], [200, { access_token: 'a\r\nb', token_type: 'Bearer' }],
  ];
  let left = 0;
  for (const answer of bad) {
    issuer.answers = /** @type {any} */ (answer);
    const leaving = async () => { left += 1; };
    const error = await client.call('create_order', {}, { leaving }).catch((thrown) => thrown);
    assert.ok(error instanceof Unavailable, `${error}`);
  }
  assert.deepEqual([system.called('create_order').length, left], [0, 0]);
  issuer.answers = null;
  assert.ok((await client.call('create_order', {})).pass);
  await issuer.stop();
  const pass = await way.authorization(system.url);
  await assert.rejects(way.passes?.authorization(system.url, pass) ?? Promise.resolve(), NoToken);
  await issuer.start();
});

test('a token is shown to no other origin', LIMIT, async (t) => {
  const { system, way } = await guarded(t);
  assert.match(await way.authorization(`${system.url}/orders`), /^Bearer /);
  for (const url of ['http://127.0.0.1:9/', system.url.replace('127.0.0.1', 'localhost'), system.url.replace('http:', 'https:')]) {
    assert.equal(await way.authorization(url), '');
  }
});

test('a key that cannot sign is refused without being shown', () => {
  const issuer = { token_endpoint: 'http://x/token', client_id: 'c', kid: 'k' };
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  for (const key of ['secret words', p256]) {
    assert.throws(() => new Tokens({ ...issuer, private_key: key }, [], {}), (/** @type {Error} */ error) => (
      /P-384/.test(error.message) && !error.message.includes(String(key))));
  }
  assert.throws(() => new Tokens(issuer, [], {}), /private_key/);
});
