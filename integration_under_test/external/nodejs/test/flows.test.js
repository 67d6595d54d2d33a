/** What each flow posts, and where; every effect is predicted by hand. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { event, invoice, invoiceStatus, order, receipt, usage } from './support/events.js';
import { atWork, until } from './support/within.js';

const LIMIT = { timeout: 30_000 };

test('P09: a usage is charged and costs', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  await integration.onEvent(usage('US-1'));
  await done();
  const [charge] = hospital.systems.billing.called('create_charge');
  assert.deepEqual(charge.fields, {
    sourceReference: 'US-1',
    encounterId: 'ENC-1',
    chargeCode: 'SUP1',
    quantity: 1,
    serviceDate: '20260414',
    departmentCode: 'CC-1',
    lot: 'LOT1',
  });
  assert.equal(charge.headers['idempotency-key'], 'create_charge/US-1');
  assert.match(charge.headers['x-correlation-id'], /^inventory:/);
  assert.equal(charge.headers['x-client-id'], 'integration');
  assert.deepEqual(hospital.systems.erp.called('post_cost')[0].fields, {
    Reference: 'US-1',
    BusinessUnit: 'BU100',
    CostCenter: 'CC-1',
    ItemNumber: 'IMPLANT',
    Quantity: '1',
    AccountingDate: '2026-04-14',
  });
  assert.equal(hospital.systems.billing.called('find_charges').length, 0, 'a first attempt needs no look');
});

test('P09: what has no charge code only costs', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  await integration.onEvent(usage('US-1', { erp_item_number: 'GLOVE' }));
  await done();
  assert.deepEqual([hospital.effects.cost, hospital.effects.charge], [['US-1'], []]);
});

test('P09: a charge code that was given later is seen', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  hospital.chargeMaster.push({ chargeCode: 'SUP2', supplyItem: 'GLOVE' });
  await new Promise((resolve) => { setTimeout(resolve, 80); });
  await integration.onEvent(usage('US-1', { erp_item_number: 'GLOVE' }));
  await done();
  assert.deepEqual(hospital.effects.charge, ['US-1']);
});

test('P04 and P06: a receipt waits for its order, then each line goes to three systems', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  await integration.onEvent(receipt('RC-1', 'PO-1'));
  await until(() => hospital.effects.lot.length === 1, 'what needs no order does not wait');
  assert.deepEqual(hospital.effects.accrual, []);
  await integration.onEvent(order('PO-1'));
  await done();
  assert.deepEqual(hospital.effects.accrual.sort(), ['RC-1/1', 'RC-1/2']);
  assert.deepEqual(hospital.effects.orderReceipt.sort(), ['RC-1/1', 'RC-1/2']);
  assert.deepEqual(hospital.effects.lot, ['LOT1']);
  const glove = hospital.systems.erp.called('create_receipt').find(({ fields }) => fields.ReceiptLine === 1);
  assert.deepEqual(glove?.fields, {
    ReceiptNumber: 'RC-1',
    ReceiptLine: 1,
    OrderNumber: 'US-PO-1',
    LineNumber: 1,
    Quantity: '2',
    UOMCode: 'BX',
    AccountingDate: '2026-04-15',
    BusinessUnit: 'BU100',
  });
  const told = hospital.systems.procurement.called('record_receipt').find(({ fields }) => fields['receipt-line'] === 1);
  assert.deepEqual([told?.fields.quantity, told?.fields.uom, told?.fields['received-on']], [2, 'box', '04/15/2026']);
});

test('P06: a broken purchase unit accrues in EA, and procurement gets it by hand', LIMIT, async (t) => {
  const { hospital, integration } = await atWork(t);
  await integration.onEvent(order('PO-1'));
  const lines = [{ line_no: 1, po_line: 1, erp_item_number: 'GLOVE', qty_each: 15, lot: null, expiry: null, implant: false }];
  await integration.onEvent(receipt('RC-1', 'PO-1', { lines }));
  await until(() => hospital.effects.accrual.length && hospital.openItems.size, 'accrued, and an item');
  const { fields } = hospital.systems.erp.called('create_receipt')[0];
  assert.deepEqual([fields.Quantity, fields.UOMCode], ['15', 'EA']);
  const item = hospital.openItems.get('dead/return_receipt/RC-1/1');
  assert.deepEqual([item.flow, item.owner, item.keys], ['P06', 'supply chain desk', ['RC-1/1']]);
});

/** @param {number} version */
const supplier = (version) => event('erp.supplier.changed', {
  SupplierNumber: 'S1',
  SupplierName: `Firm ${version}`,
  TaxIdentifier: '23-1',
  PaymentTerms: 'NET30',
  Status: 'ACTIVE',
  ObjectVersionNumber: version,
});

test('P01: a supplier is created, then updated; an older version that comes late is left out', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const { procurement, contracts } = hospital.systems;
  contracts.plant('put_party', 'reset before', '500 after');
  for (const version of [1, 3, 2]) {
    await integration.onEvent(supplier(version));
    await done();
  }
  assert.deepEqual([hospital.effects.supplier, hospital.effects.party], [['S1@1', 'S1@3'], ['S1@1', 'S1@3']]);
  const [update] = procurement.called('update_supplier');
  assert.deepEqual([procurement.called('create_supplier').length, update.fields.id, update.fields.name], [1, '5', 'Firm 3']);
});

test('P03: a price list reaches ERP, catalogue and charge structures, in the words of each', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const { erp, procurement, billing } = hospital.systems;
  hospital.chargeMaster.push({ chargeCode: 'SUP2', supplyItem: 'GLOVE' });
  await new Promise((resolve) => { setTimeout(resolve, 80); });
  procurement.plant('import_catalogue_prices', 'half an answer');
  const line = { line: 1, itemNumber: 'GLOVE', uom: 'BX', unitPrice: { value: '617.3650', currency: 'USD' } };
  await integration.onEvent(event('contracts.contract.activated', {
    contractNumber: 'CT-1', version: 2, erpSupplierNumber: 'S1', effectiveFrom: '2026-04-05', effectiveTo: '2028-07-13', lines: [line],
  }));
  await done();
  assert.deepEqual([hospital.effects.prices, hospital.effects.catalogue, hospital.effects.supplyCosts], [['CT-1@2'], ['CT-1@2'], ['CT-1@2']]);
  assert.equal(erp.called('import_price_agreement')[0].fields.Lines[0].UnitPrice, '617.365');
  const [price] = procurement.called('import_catalogue_prices')[0].fields.lines;
  assert.deepEqual([price.uom, price['unit-price'], price['start-date']], ['box', '617.3650', '04/05/2026']);
  const [cost] = billing.called('import_supply_costs')[0].fields.lines;
  assert.deepEqual([cost.chargeCode, cost.unitCostCents, cost.effectiveOn], ['SUP2', 6174, '20260405']);
});

test('P08: a payment is shown once on its invoice, and is spend once', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  hospital.systems.procurement.plant('record_payment', 'reset after');
  hospital.systems.contracts.plant('record_spend', 'reset after');
  await integration.onEvent(event('erp.payment.issued', {
    PaymentNumber: 'PAY-1', SupplierNumber: 'S1', InvoiceNumber: 'INV-1', InvoiceType: 'STANDARD', ContractNumber: 'CT-1', Amount: '2379.15', PaymentDate: '2026-04-14',
  }));
  await done();
  assert.deepEqual([hospital.effects.payment, hospital.effects.spend], [['PAY-1'], ['PAY-1']]);
  assert.equal(hospital.systems.procurement.called('record_payment')[0].fields['paid-on'], '04/14/2026');
});

test('P04: the budget decides', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  const data = { id: 2, number: 'REQ-2', 'cost-center': 'CC-1', 'ship-to': 'SHIP-1', total: '10.00' };
  await integration.onEvent(event('procurement.requisition.approved', data));
  await done();
  const [{ fields }] = hospital.systems.procurement.called('record_budget_decision');
  assert.deepEqual(fields, { id: '2', decision: 'passed', available: '99.00' });
});

test('P07: an invoice is posted on the local day of its arrival', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  await integration.onEvent(order('PO-1'));
  await integration.onEvent(invoice('INV-1', 'PO-1'));
  await done();
  const [{ fields }] = hospital.systems.erp.called('create_invoice');
  assert.equal(fields.AccountingDate, '2026-04-15', 'two in the morning in UTC is the evening before in Chicago');
  assert.deepEqual([fields.OrderNumber, fields.InvoiceAmount, fields.Lines[0].UnitPrice], ['US-PO-1', '1565.56', '782.78']);
});

test('P07: an older status that comes late is not shown', LIMIT, async (t) => {
  const { hospital, integration, done } = await atWork(t);
  hospital.effects.invoice.push('S1/INV-1');
  await integration.onEvent(invoiceStatus('INV-1', 'PAID', 3));
  await done();
  await integration.onEvent(invoiceStatus('INV-1', 'APPROVED', 2));
  await done();
  assert.deepEqual(hospital.effects.status, ['paid@3']);
});

for (const late of [false, true]) {
  test(`P07: a hold is returned, then released${late ? ', though the release came first' : ''}`, LIMIT, async (t) => {
    const { hospital, integration, done } = await atWork(t);
    hospital.effects.invoice.push('S1/INV-1');
    const news = [invoiceStatus('INV-1', 'HELD', 1, ['PRICE']), invoiceStatus('INV-1', 'APPROVED', 2)];
    for (const each of late ? news.reverse() : news) {
      await integration.onEvent(each);
      await done();
    }
    const { hold, release, contractHold, contractLift, status } = hospital.effects;
    assert.deepEqual([hold, release, contractHold, contractLift], [['PRICE'], ['PRICE'], ['PRICE'], ['PRICE']]);
    assert.equal(status.at(-1), 'approved@2');
    await integration.onEvent(invoiceStatus('INV-1', 'PAID', 3));
    await done();
    assert.deepEqual(release, ['PRICE'], 'nothing is left to release');
  });
}
