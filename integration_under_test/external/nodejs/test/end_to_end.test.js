/** The program itself, over HTTP: its doors, and a day on which it is killed again and again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { invoice, invoiceStatus, order, receipt, usage } from './support/events.js';
import { FakeHospital } from './support/fake_hospital.js';
import { Program } from './support/program.js';
import { folderOf, until } from './support/within.js';

const LIMIT = { timeout: 90_000 };

/** @param {import('node:test').TestContext} test */
async function begin(test) {
  const hospital = await new FakeHospital().start();
  const program = await new Program(await folderOf(test)).start();
  test.after(async () => {
    program.process?.kill('SIGKILL');
    await hospital.stop();
  });
  return { hospital, program };
}

test('the doors', LIMIT, async (t) => {
  const { hospital, program } = await begin(t);
  assert.deepEqual((await program.ask('GET', '/health')).body, { started: false, backlog: 0 });
  const { body: offer } = await program.ask('GET', '/subscriptions');
  assert.deepEqual([offer.documents, offer.requests, offer.resolutions], [false, false, true]);
  const types = offer.subscriptions.flatMap((/** @type {any} */ each) => each.types);
  assert.ok(types.includes('inventory.usage.recorded') && types.includes('procurement.invoice.submitted'));
  assert.equal((await program.ask('POST', '/events', usage('US-1'))).status, 503, 'nobody said where the systems are');
  assert.equal((await program.ask('POST', '/start', { systems: {} })).status, 400);
  assert.equal((await program.ask('POST', '/start', hospital.told())).status, 204);
  assert.equal((await program.ask('POST', '/events', 'no JSON')).status, 400);
  assert.equal((await program.ask('POST', '/events', { id: '1' })).status, 400);
  assert.equal((await program.ask('POST', '/events', usage('US-1'))).status, 204);
  const clock = { business: '2026-04-14T06:00:00+00:00', wall: new Date().toISOString(), speed: 60 };
  assert.equal((await program.ask('POST', '/clock', clock)).status, 204);
  assert.equal((await program.ask('POST', '/documents', {})).status, 404);
  assert.equal((await program.ask('POST', '/resolutions', { item_id: 'nobody/knows', action: 'retry' })).status, 204);
  await until(() => hospital.effects.cost.length, 'posted');
  assert.equal((await program.ask('POST', '/stop')).status, 204);
  assert.equal((await program.ask('GET', '/health')).body.backlog, 0);
  assert.deepEqual(await program.end('SIGTERM'), [0, null]);
});

test('killed at any instant and started again: everything is there, and once', LIMIT, async (t) => {
  const { hospital, program } = await begin(t);
  const { erp, billing, procurement } = hospital.systems;
  for (const system of [erp, billing, procurement]) system.delayMs = 8;
  // What a network does besides.
  erp.plant('post_cost', 'reset after', '500 after', 'half an answer', [429, {}, { 'retry-after': '0.05' }]);
  billing.plant('create_charge', 'reset before', 'reset after');
  procurement.plant('record_receipt', '500 after', 'half an answer');
  hospital.effects.invoice.push('S1/INV-0');

  const usages = Array.from({ length: 40 }, (_, each) => usage(`US-${each}`));
  const orders = Array.from({ length: 6 }, (_, each) => order(`PO-${each}`));
  const receipts = orders.map((_, each) => receipt(`RC-${each}`, `PO-${each}`));
  const invoices = orders.map((_, each) => invoice(`INV-9${each}`, `PO-${each}`));
  const statuses = [invoiceStatus('INV-0', 'HELD', 1, ['PRICE']), invoiceStatus('INV-0', 'APPROVED', 2)];
  // Receipts and invoices first: they have to wait for their orders.
  const events = [...receipts, ...usages, ...invoices, ...statuses, ...orders];

  await program.ask('POST', '/start', hospital.told());
  let isOver = false;
  const killing = (async () => {
    for (let kill = 0; kill < 6; kill += 1) {
      await sleep(60 + 40 * kill);
      assert.deepEqual(await program.end('SIGKILL'), [null, 'SIGKILL']);
      await program.start();
      await program.ask('POST', '/start', hospital.told());
    }
    isOver = true;
  })();
  // Four senders side by side; each sends a copy of every third event.
  await Promise.all([0, 1, 2, 3].map(async (sender) => {
    for (let each = sender; each < events.length; each += 4) {
      await program.deliver(events[each]);
      if (each % 3 === 0) await program.deliver(events[each]);
    }
  }));
  await killing;
  assert.ok(isOver);
  for (const event of events) await program.deliver(event); // and all of them once more
  let left = 1;
  const deadline = Date.now() + 30_000;
  while (left && Date.now() < deadline) {
    await sleep(50);
    left = (await program.ask('GET', '/health')).body?.backlog ?? 1;
  }
  assert.equal(left, 0, 'nothing is left to do');

  const { effects } = hospital;
  const numbers = usages.map((_, each) => `US-${each}`).sort();
  assert.deepEqual([...effects.cost].sort(), numbers);
  assert.deepEqual([...effects.charge].sort(), numbers);
  assert.deepEqual([...effects.order].sort(), orders.map((_, each) => `PO-${each}`));
  const lines = receipts.flatMap((_, each) => [`RC-${each}/1`, `RC-${each}/2`]).sort();
  assert.deepEqual([...effects.accrual].sort(), lines);
  assert.deepEqual([...effects.orderReceipt].sort(), lines);
  assert.deepEqual([...new Set(effects.lot)], ['LOT1'], 'an upsert may be sent again');
  assert.deepEqual([...effects.invoice].sort(), ['S1/INV-0', ...invoices.map((_, each) => `S1/INV-9${each}`)]);
  assert.equal(effects.status.at(-1), 'approved@2');
  assert.deepEqual([...hospital.openItems], []);
});

test('what waits for a clerk is still there after a kill', LIMIT, async (t) => {
  const { hospital, program } = await begin(t);
  await program.ask('POST', '/start', hospital.told());
  hospital.systems.erp.plant('post_cost', [422, { 'o:errorCode': 'INVALID', detail: 'no' }]);
  await program.deliver(usage('US-1'));
  await until(() => hospital.openItems.size, 'an item');
  await program.end('SIGKILL');
  const [id] = hospital.openItems.keys();
  hospital.openItems.clear(); // a board that forgot
  await program.start();
  await program.ask('POST', '/start', hospital.told());
  await until(() => hospital.openItems.has(id), 'the item is opened again');
  assert.equal((await program.ask('POST', '/resolutions', { item_id: id, action: 'retry', note: 'mended' })).status, 204);
  await until(() => hospital.effects.cost.length, 'posted');
  await until(() => hospital.closedItems.has(id), 'closed');
});

test('a second process on the same state does not start', LIMIT, async (t) => {
  const { program } = await begin(t);
  const { Store } = await import('../src/store/store.js');
  const { takeLock } = await import('../src/store/lock.js');
  await assert.rejects(takeLock(program.folder, 100), /another process works/);
  await program.end('SIGKILL');
  const store = await Store.open(program.folder); // the lock ended with its process
  await store.close();
});
