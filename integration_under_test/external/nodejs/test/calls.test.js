/** How calls are written, what their failures mean, and when a system is left alone. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Gate } from '../src/calls/gate.js';
import { readOperations, writeRequest } from '../src/calls/openapi.js';
import { readRefusal } from '../src/calls/refusal.js';
import { SystemClient } from '../src/calls/system_client.js';
import { Way } from '../src/calls/way.js';
import { OutcomeUnknown, Rejected, Throttled, Unavailable } from '../src/errors.js';
import { FakeSystem } from './support/fake_system.js';

const LIMIT = { timeout: 20_000 };

/** @param {import('node:test').TestContext} test */
async function system(test, { timeoutMs = 2000, width = 16 } = {}) {
  const fake = await new FakeSystem('erp', {
    post_cost: { method: 'POST', path: '/costs', run: () => [201, { JournalNumber: 'J1' }] },
  }).start();
  test.after(() => fake.stop());
  const gate = new Gate(width);
  const client = new SystemClient('erp', fake.place, { way: new Way({ headers: { 'x-client-id': 'integration' } }), gate, timeoutMs });
  return { fake, gate, client };
}

test('fields go where the OpenAPI document says', () => {
  const operations = readOperations({
    paths: {
      '/orders/{po-number}/receipts': {
        post: { operationId: 'record', parameters: [{ name: 'po-number', in: 'path' }, { name: 'dry', in: 'query' }] },
        get: { operationId: 'find' },
      },
    },
  });
  const fields = { 'po-number': 'PO/1', dry: true, line: 1, none: null };
  const record = /** @type {any} */ (operations.get('record'));
  assert.deepEqual(writeRequest(record, fields), {
    method: 'POST', target: '/orders/PO%2F1/receipts?dry=true', body: { line: 1, none: null },
  });
  const find = /** @type {any} */ (operations.get('find'));
  assert.deepEqual(writeRequest(find, { 'po-number': 'PO-1', line: 1, none: null }), {
    method: 'GET', target: '/orders/PO-1/receipts?line=1',
  });
  assert.throws(() => writeRequest(record, { line: 1 }), /nothing to put in the place of po-number/);
});

test('each vendor words its refusals in its own way', () => {
  const said = { code: 'UNKNOWN_ORDER', message: 'none' };
  assert.deepEqual(readRefusal({ 'o:errorCode': 'UNKNOWN_ORDER', detail: 'none', title: 'x' }), said);
  assert.deepEqual(readRefusal({ errors: { error: ['UNKNOWN_ORDER: none'] } }), said);
  assert.deepEqual(readRefusal({ errors: [{ code: 'UNKNOWN_ORDER', detail: 'none' }] }), said);
  assert.deepEqual(readRefusal({ error: { code: 'UNKNOWN_ORDER', message: 'none' } }), said);
  assert.deepEqual(readRefusal({ code: 'UNKNOWN_ORDER', message: 'none' }), said);
  for (const odd of [undefined, null, 'x', [], { errors: null }]) {
    assert.deepEqual(readRefusal(odd), { code: '', message: '' });
  }
});

test('what a failed call means', LIMIT, async (t) => {
  const { fake, client } = await system(t, { timeoutMs: 800 });
  /** @param {any} fault @param {any} kind @param {Record<string, any>} [more] */
  const meets = async (fault, kind, more = {}) => {
    fake.plant('post_cost', fault);
    const error = await client.call('post_cost', {}).then(() => null, (thrown) => thrown);
    assert.ok(error instanceof kind, `${fault}: ${error}`);
    for (const [name, value] of Object.entries(more)) assert.equal(error[name], value, `${fault}: ${name}`);
  };
  assert.deepEqual(await client.call('post_cost', {}), { JournalNumber: 'J1' });
  await meets('reset before', OutcomeUnknown, { definite: false });
  await meets('half an answer', OutcomeUnknown);
  await meets('500 after', OutcomeUnknown);
  await meets([422, { 'o:errorCode': 'PERIOD_CLOSED', detail: 'x', NextOpenDate: '2026-05-01' }], Rejected, { code: 'PERIOD_CLOSED', definite: true });
  await meets([429, {}, { 'retry-after': '0.01' }], Throttled, { retryAfterMs: 10 });
  fake.delayMs = 1600;
  await assert.rejects(client.call('post_cost', {}), (/** @type {any} */ error) => error instanceof OutcomeUnknown && error.timedOut);
});

test('a refused connection is certainly without effect', LIMIT, async () => {
  const fake = await new FakeSystem('erp', {}).start();
  const { place } = fake;
  await fake.stop();
  const client = new SystemClient('erp', place, { way: new Way(), gate: new Gate(1), timeoutMs: 1000 });
  await assert.rejects(client.call('post_cost', {}), Unavailable);
});

test('Retry-After holds back all calls to that system', LIMIT, async (t) => {
  const { fake, client } = await system(t);
  fake.plant('post_cost', [429, {}, { 'retry-after': '0.4' }]);
  await assert.rejects(client.call('post_cost', {}), Throttled);
  const [{ at }] = fake.calls;
  await Promise.all([1, 2, 3].map(() => client.call('post_cost', {})));
  for (const call of fake.calls.slice(1)) assert.ok(call.at - at >= 380, `${call.at - at} ms later`);
});

test('no more calls at once than the gate is wide', LIMIT, async (t) => {
  const { fake, client } = await system(t, { width: 3 });
  fake.delayMs = 20;
  await Promise.all(Array.from({ length: 12 }, () => client.call('post_cost', {})));
  assert.equal(fake.mostUnderWay, 3);
});

test('a silent system is tried by one call at a time, and heard of when it speaks again', LIMIT, async () => {
  /** @type {boolean[]} */
  const told = [];
  const gate = new Gate(4, (silent) => told.push(silent));
  for (let each = 0; each < 5; each += 1) {
    await gate.enter();
    gate.leave(false);
  }
  assert.deepEqual(told, [true]);
  let inside = 0;
  const enter = async () => { await gate.enter(); inside += 1; };
  const waiting = [enter(), enter(), enter()];
  await sleep(200);
  assert.equal(inside, 0, 'it pauses');
  await Promise.race(waiting);
  await sleep(100);
  assert.equal(inside, 1, 'then one goes');
  gate.leave(true);
  await Promise.all(waiting);
  assert.deepEqual([inside, told], [3, [true, false]]);
});

test('who waits at a gate goes away when we are stopped', LIMIT, async () => {
  const gate = new Gate(1);
  gate.pause(60_000);
  const stopping = new AbortController();
  const waiting = gate.enter(stopping.signal);
  stopping.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
});
