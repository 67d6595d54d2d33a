/** Each effect exactly once, whatever became of earlier attempts; what cannot be, a person hears of. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { event, invoiceStatus, order, receipt, usage } from './support/events.js';
import { atWork, until } from './support/within.js';

const LIMIT = { timeout: 30_000 };

for (const fault of ['reset after', 'half an answer', '500 after', 'reset before']) {
  test(`${fault}: looks before it sends again`, LIMIT, async (t) => {
    const { hospital, integration, done } = await atWork(t);
    const { erp, billing } = hospital.systems;
    erp.plant('post_cost', fault);
    billing.plant('create_charge', fault);
    await integration.onEvent(usage('US-1'));
    await done();
    assert.deepEqual([hospital.effects.cost, hospital.effects.charge], [['US-1'], ['US-1']]);
    assert.deepEqual([erp.called('find_costs').length, billing.called('find_charges').length], [1, 1]);
    assert.equal(erp.called('post_cost').length, fault === 'reset before' ? 2 : 1);
    const keys = billing.called('create_charge').map(({ headers }) => headers['idempotency-key']);
    assert.equal(new Set(keys).size, 1);
    const [look] = erp.called('find_costs');
    assert.match(look.headers['x-correlation-id'], /^inventory:/, 'a look says what it is about');
  });
}

test('a look that is not answered, or with nonsense, proves nothing', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const { erp } = hospital.systems;
  erp.plant('post_cost', 'reset after');
  erp.plant('find_costs', 'reset before', [200, { unexpected: true }], [200, { items: ['x'] }], [502, {}]);
  await integration.onEvent(usage('US-1'));
  await done();
  assert.deepEqual(hospital.effects.cost, ['US-1']);
  assert.equal(erp.called('find_costs').length, 5);
});

test('after a time-out the request may still land: nobody looks before that', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t, { call_timeout_s: 0.1, settle_s: 0.5 });
  const { erp } = hospital.systems;
  await integration.onEvent(order('PO-0')); // reads what there is to read
  await done();
  erp.delayMs = 300; // lands 200 ms after we gave up
  await integration.onEvent(usage('US-1'));
  await until(() => erp.called('post_cost').length === 1, 'sent');
  await sleep(320);
  erp.delayMs = 0;
  await done();
  assert.deepEqual(hospital.effects.cost, ['US-1']);
  const looked = erp.called('find_costs')[0].at - erp.called('post_cost')[0].at;
  assert.ok(looked >= 590, `looked ${looked} ms after it sent`);
});

test('a refused connection, a 429 and a missing order need no look', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const { erp } = hospital.systems;
  erp.plant('post_cost', [429, {}, { 'retry-after': '0.05' }], [401, { 'o:errorCode': 'TOKEN' }]);
  await integration.onEvent(usage('US-1'));
  await done();
  assert.deepEqual(hospital.effects.cost, ['US-1']);
  assert.equal(erp.called('find_costs').length, 0);
});

test('a refusal is a work item with owner and keys; a clerk has it tried again', LIMIT, async (t) => {
  const { hospital, integration, done, store } = await atWork(t);
  hospital.systems.erp.plant('post_cost', [422, { 'o:errorCode': 'INVALID', detail: 'no' }], [422, { 'o:errorCode': 'INVALID', detail: 'no' }]);
  await integration.onEvent(usage('US-1'));
  const first = 'dead/post_cost/US-1';
  await until(() => hospital.openItems.has(first), 'an item');
  const item = hospital.openItems.get(first);
  assert.deepEqual(
    [item.type, item.owner, item.flow, item.keys, item.actions],
    ['refused', 'revenue integrity desk', 'P09', ['US-1'], ['retry', 'dismiss']],
  );
  await until(() => hospital.effects.charge.length === 1, 'the charge does not wait for it');
  await integration.onResolution({ item_id: first, action: 'retry' });
  // Refused again: another item, which offers no other retry.
  await until(() => hospital.openItems.has(`${first}#still`), 'another item');
  await until(() => hospital.closedItems.has(first), 'the first is closed');
  assert.deepEqual(hospital.openItems.get(`${first}#still`).actions, ['dismiss']);
  await integration.onResolution({ item_id: `${first}#still`, action: 'dismiss' });
  await until(() => hospital.closedItems.has(`${first}#still`), 'closed');
  await until(() => store.count('closing') === 0, 'that was noted');
  await done();
  assert.deepEqual([hospital.effects.cost, store.count('dead')], [[], 0]);
  await integration.onResolution({ item_id: first, action: 'retry' }); // decided on before
  await done();
  assert.deepEqual(hospital.effects.cost, []);
});

test('"I have that already" is believed after a look, and only then', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const refusal = [409, { 'o:errorCode': 'DUPLICATE_INVOICE', detail: 'there' }];
  hospital.systems.erp.plant('post_cost', refusal, refusal);
  hospital.effects.cost.push('US-1');
  await integration.onEvent(usage('US-1', { erp_item_number: 'GLOVE' }));
  await done();
  assert.equal(hospital.openItems.size, 0);
  await integration.onEvent(usage('US-2', { erp_item_number: 'GLOVE' }));
  await until(() => hospital.openItems.size === 1, 'an item');
});

test('an unknown code waits for the masters, then goes', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  await integration.onEvent(usage('US-1', { erp_item_number: 'NEW' }));
  await sleep(100);
  assert.deepEqual([hospital.effects.charge, hospital.openItems.size], [[], 0]);
  hospital.items.push({ item_id: 'IV-3', erp_item_number: 'NEW', purchase_uom: 'EA', factor: 1, implant: false });
  hospital.chargeMaster.push({ chargeCode: 'SUP3', supplyItem: 'NEW' });
  await done();
  assert.equal(hospital.systems.billing.called('create_charge')[0].fields.chargeCode, 'SUP3');
});

test('an unknown code that stays unknown is a work item of the master data desk', LIMIT, async (t) => {
  const { hospital, integration } = await atWork(t, { least_patience_s: 0.2, unmapped_patience_h: 0.01 });
  await integration.onEvent(usage('US-1', { erp_item_number: 'NEW' }));
  await until(() => hospital.openItems.size === 1, 'an item');
  const [item] = hospital.openItems.values();
  assert.deepEqual([item.type, item.owner, item.keys], ['unmapped_code', 'master data desk', ['US-1']]);
  assert.match(item.reason, /no item has the code 'NEW'/);
});

test('packs that two masters count differently are not converted', LIMIT, async (t) => {
  const settings = { least_patience_s: 0.2, unmapped_patience_h: 0.01 };
  const { hospital, integration } = await atWork(t, settings, (each) => { each.items[0].factor = 12; });
  await integration.onEvent(order('PO-1'));
  await until(() => hospital.openItems.size === 1, 'an item');
  const [item] = hospital.openItems.values();
  assert.deepEqual([item.type, item.owner, hospital.effects.order], ['pack_in_doubt', 'master data desk', []]);
});

test('a closed period: posted on the next open day, and the close desk hears of it', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const body = { 'o:errorCode': 'PERIOD_CLOSED', detail: 'closed', NextOpenDate: '2026-05-01' };
  hospital.systems.erp.plant('post_cost', [422, body]);
  await integration.onEvent(usage('US-1'));
  await done();
  assert.equal(hospital.systems.erp.called('post_cost')[1].fields.AccountingDate, '2026-05-01');
  await until(() => hospital.closedItems.has('period/post_cost/US-1'), 'opened and closed');
  const [opened] = hospital.board.called('open');
  assert.deepEqual([opened.fields.type, opened.fields.owner], ['period_closed', 'close desk']);
});

test('a system that is away: its commands wait, others go on, operators hear of it', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const { billing } = hospital.systems;
  const { port } = billing;
  await billing.stop();
  for (let each = 1; each <= 8; each += 1) await integration.onEvent(usage(`US-${each}`));
  await until(() => hospital.effects.cost.length === 8, 'the ERP is served');
  await until(() => hospital.alerts.has('nodejs/silent/billing'), 'an alert');
  assert.equal(hospital.openItems.size, 0, 'no desk can do anything about it');
  await billing.start(port);
  await done();
  assert.equal(new Set(hospital.effects.charge).size, 8);
  assert.equal(hospital.effects.charge.length, 8);
  await until(() => !hospital.alerts.size, 'the alert is cleared');
});

test('an event that comes again, or under another id, owes nothing more', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const first = usage('US-1');
  await Promise.all([1, 2, 3].map(() => integration.onEvent(first)));
  await integration.onEvent(usage('US-1'));
  await done();
  await integration.onEvent(first);
  await integration.onEvent(usage('US-1'));
  await done();
  assert.deepEqual([hospital.effects.cost, hospital.effects.charge], [['US-1'], ['US-1']]);
});

test('an event that nobody can read is taken, is a work item, and heals when it comes mended', LIMIT, async (t) => {
  const { hospital, integration, done, store } = await atWork(t);
  const bad = usage('US-1', { qty: 'many' });
  await integration.onEvent(bad);
  await integration.onEvent(bad);
  await until(() => hospital.openItems.size === 1, 'an item');
  const [[id, item]] = hospital.openItems;
  assert.deepEqual([item.type, item.flow], ['unreadable_document', 'P09']);
  await integration.onEvent({ ...bad, data: { ...bad.data, qty: 1 } });
  await done();
  await until(() => hospital.closedItems.has(id), 'closed');
  assert.deepEqual([hospital.effects.cost, store.count('dead')], [['US-1'], 0]);
});

test('a clerk cannot make an event readable by asking', LIMIT, async (t) => {
  const { hospital, integration } = await atWork(t);
  await integration.onEvent(usage('US-1', { qty: null }));
  await until(() => hospital.openItems.size === 1, 'an item');
  const [id] = hospital.openItems.keys();
  await integration.onResolution({ item_id: id, action: 'retry' });
  await until(() => hospital.openItems.has(`${id}#still`), 'still');
  await integration.onResolution({ item_id: `${id}#still`, action: 'dismiss' });
  await until(() => !hospital.openItems.size, 'dismissed');
});

test('statuses of one invoice go in turn: none lands behind a later one', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  hospital.systems.procurement.plant('update_invoice_status', 'reset before', '500 after');
  await integration.onEvent(invoiceStatus('INV-1', 'APPROVED', 1));
  await integration.onEvent(invoiceStatus('INV-1', 'PAID', 2));
  await done();
  assert.deepEqual(hospital.effects.status, ['approved@1', 'paid@2']);
});

test('too much at once is pushed back, but no event more than twice', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t, { max_backlog: 1 });
  hospital.systems.erp.plant('post_cost', [503, {}, { 'retry-after': '0.5' }]);
  await integration.onEvent(usage('US-1', { erp_item_number: 'GLOVE' }));
  const second = usage('US-2', { erp_item_number: 'GLOVE' });
  for (const refusal of [1, 2]) await assert.rejects(integration.onEvent(second), /busy/, `refusal ${refusal}`);
  await integration.onEvent(second);
  await done();
  assert.deepEqual(hospital.effects.cost.sort(), ['US-1', 'US-2']);
});

test('what nobody here knows is acknowledged and left alone', LIMIT, async (t) => {
  const { integration, store } = await atWork(t);
  await integration.onEvent(event('inventory.count.posted', {}));
  await integration.onEvent(receipt('RC-1', ''));
  assert.equal(store.count('outbox'), 0);
});

test('after a restart: what never left goes at once, what may be under way is waited for', LIMIT, async (t) => {
  const settings = { call_timeout_s: 0.3, settle_s: 0.3 };
  const { hospital, integration, store, done } = await atWork(t, settings);
  const { erp, billing } = hospital.systems;
  // A crash, as the journal shows it: the charge was noted as leaving, the cost was not.
  const left = Date.now();
  await integration.stop();
  const [charge, cost] = ['create_charge', 'post_cost'].map((kind, number) => ({
    row: `${kind}/US-1`, identity: `${kind}/US-1`, kind, key: 'US-1', lane: `${kind}/US-1`, number, version: 0, correlation: 'c', since: left,
    document: { number: 'US-1', facility: 'inventory:H01', location: 'H01-OR', item: 'IMPLANT', quantity: 1, lot: 'L', encounter: 'E', day: '2026-04-14' },
  }));
  await store.commit([['outbox', charge.row, charge], ['outbox', cost.row, cost], ['sending', charge.row, left]]);
  await integration.start(hospital.told(settings));
  await until(() => hospital.effects.cost.length, 'the cost is posted');
  assert.equal(erp.called('find_costs').length, 0, 'nothing of it can be there');
  hospital.effects.charge.push('US-1'); // the request of the earlier process lands
  await done();
  assert.deepEqual(hospital.effects.charge, ['US-1']);
  assert.ok(billing.called('find_charges')[0].at - left >= 590);
  assert.equal(store.count('sending'), 0);
});
