/** Signed deliveries, and other hostile input, at the real doors. */

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import { readSecrets } from '../src/webhooks.js';
import { usage } from './support/events.js';
import { FakeHospital } from './support/fake_hospital.js';
import { Program } from './support/program.js';
import { folderOf, until } from './support/within.js';

const LIMIT = { timeout: 60_000 };
const [OLD, NEW] = ['o', 'n'].map((letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`);
const now = () => Math.floor(Date.now() / 1000);

/** @param {string} secret @param {string} id @param {number} time @param {string} body */
function signature(secret, id, time, body) {
  const key = Buffer.from(secret.slice(6), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')}`;
}

/** @param {import('node:test').TestContext} test @param {any} more */
async function begin(test, more) {
  const hospital = await new FakeHospital().start();
  const program = await new Program(await folderOf(test)).start();
  test.after(async () => {
    program.process?.kill('SIGKILL');
    await hospital.stop();
  });
  assert.equal((await program.ask('POST', '/start', { ...hospital.told(), ...more })).status, 204);
  /** @param {string} body @param {Record<string, string>} headers */
  const send = (body, headers) => fetch(`${program.url}/events`, {
    method: 'POST', body, headers: { 'content-type': 'application/cloudevents+json', ...headers },
  });
  return { hospital, program, send };
}

test('the vectors of Standard Webhooks', LIMIT, async (t) => {
  const { hospital, send } = await begin(t, { webhook_secret: NEW, webhook_secrets: [OLD] });
  const body = JSON.stringify(usage('US-1'));
  /** @param {any} [what] */
  const status = async ({ id = 'm1', time = now(), secret = NEW, sent = body, signed = '', less = '' } = {}) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': signed || signature(secret, id, time, body) };
    delete (/** @type {any} */ (headers)[less]);
    const answer = await send(sent, headers);
    if (!answer.ok) assert.match(answer.headers.get('content-type') ?? '', /problem\+json/);
    return answer.status;
  };
  const stranger = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;
  assert.equal(await status({ secret: stranger }), 401);
  assert.equal(await status({ sent: `${body} ` }), 401, 'white space counts');
  assert.equal(await status({ time: now() - 302 }), 401);
  assert.equal(await status({ time: now() + 302 }), 401);
  assert.equal(await status({ id: 'a.b' }), 401);
  assert.equal(await status({ signed: 'v1,' }), 401);
  assert.equal(await status({ signed: Array(17).fill(signature(NEW, 'm1', now(), body)).join(' ') }), 401);
  for (const less of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) assert.equal(await status({ less }), 401);
  assert.deepEqual(hospital.effects.cost, [], 'nothing came of any of them');

  assert.equal(await status({ signed: `v1,AAAA v1a,AAAA ${signature(OLD, 'm1', now(), body)}` }), 204, 'one is enough');
  assert.equal(await status({ secret: OLD }), 204, 'the old secret within the rotation');
  assert.equal(await status({ time: now() - 290 }), 204, 'the same id again, within the window');
  await until(() => hospital.effects.cost.length, 'posted');
  assert.deepEqual(hospital.effects.cost, ['US-1'], 'and once');
});

test('the old secret is nobody\'s after the rotation', LIMIT, async (t) => {
  const { send } = await begin(t, { webhook_secret: NEW });
  const body = JSON.stringify(usage('US-1'));
  const answer = await send(body, { 'webhook-id': 'm', 'webhook-timestamp': String(now()), 'webhook-signature': signature(OLD, 'm', now(), body) });
  assert.equal(answer.status, 401);
});

test('what is no secret is refused without being shown', () => {
  for (const secret of ['whsec_', 'whsec_c2hvcnQ=', 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0', 7, `whsec_${'!'.repeat(40)}`]) {
    assert.throws(() => readSecrets(/** @type {any} */ ({ webhook_secret: secret })), (/** @type {Error} */ error) => (
      /24 to 64 bytes/.test(error.message) && !error.message.includes('c2VjcmV0')));
  }
  assert.deepEqual(readSecrets({}), []);
});

test('hostile input gets a problem document that repeats nothing', LIMIT, async (t) => {
  const { program } = await begin(t, {});
  const canary = 'MRN-4711';
  /** @type {[string, string, Record<string, string>, number][]} */
  const cases = [
    ['/events', `{"patient": "${canary}"`, {}, 400],
    ['/events', `["${canary}"]`, {}, 400],
    ['/events', JSON.stringify({ ...usage('US-1'), id: { patient: canary } }), {}, 400],
    ['/events', '['.repeat(100_000), {}, 400],
    ['/events', `{"data":${'{"a":'.repeat(100)}1${'}'.repeat(101)}`, {}, 400],
    ['/events', ' '.repeat(1_000_001), {}, 413],
    ['/events', `<patient>${canary}</patient>`, { 'content-type': 'text/xml' }, 415],
    ['/events', canary, { 'content-encoding': 'gzip' }, 415],
    ['/clock', `{"business": "${canary}"}`, {}, 400],
    ['/clock', 'null', {}, 400],
    ['/resolutions', `{"item_id": {"a": "${canary}"}}`, {}, 400],
    [`/${canary}`, '{}', {}, 404],
  ];
  for (const [path, body, headers, status] of cases) {
    const answer = await fetch(program.url + path, {
      method: 'POST', body, headers: { 'content-type': 'application/json', ...headers },
    });
    const text = await answer.text();
    assert.equal(answer.status, status, `${path} ${body.slice(0, 40)}: ${text}`);
    assert.equal(JSON.parse(text).status, status);
    assert.ok(!text.includes(canary) && !text.includes('    at '), text);
  }
  assert.equal((await program.ask('POST', '/events', usage('US-1'))).status, 204, 'and it goes on');
});

test('who sends a head for ever is hung up on', LIMIT, async (t) => {
  const { program } = await begin(t, {});
  const socket = connect(Number(new URL(program.url).port), '127.0.0.1');
  socket.on('error', () => {});
  const drip = setInterval(() => socket.write('X-A: b\r\n'), 500);
  socket.write('POST /events HTTP/1.1\r\nHost: a\r\n');
  let heard = '';
  socket.on('data', (part) => { heard += part; });
  await once(socket, 'close');
  clearInterval(drip);
  assert.match(heard, /^HTTP\/1.1 408 /);
});
