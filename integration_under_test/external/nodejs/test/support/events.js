/** Events as the systems send them. */

let number = 0;

/** @param {string} type @param {any} data @param {Record<string, any>} [own] */
export function event(type, data, own = {}) {
  number += 1;
  const [system] = type.split('.');
  return {
    specversion: '1.0',
    id: `${system}-${number}`,
    source: `/${system}`,
    type,
    time: '2026-04-14T10:00:00+00:00',
    subject: String(number),
    correlation: `${system}:${number}`,
    data,
    ...own,
  };
}

/** @param {string} usage @param {any} [own] */
export function usage(usage, own = {}) {
  return event('inventory.usage.recorded', {
    usage_id: usage,
    facility: 'H01',
    location: 'H01-OR',
    item_id: 'IV-2',
    erp_item_number: 'IMPLANT',
    qty: 1,
    lot: 'LOT1',
    encounter_id: 'ENC-1',
    performed_at: '20260414001827',
    ...own,
  });
}

/** @param {string} receipt @param {string} order @param {any} [own] */
export function receipt(receipt, order, own = {}) {
  return event('inventory.receipt.recorded', {
    receipt_no: receipt,
    facility: 'H01',
    location: 'H01-OR',
    po_number: order,
    received_at: '20260415081254',
    lines: [
      { line_no: 1, po_line: 1, erp_item_number: 'GLOVE', qty_each: 20, lot: null, expiry: null, implant: false },
      { line_no: 2, po_line: 2, erp_item_number: 'IMPLANT', qty_each: 1, lot: 'LOT1', expiry: '20270329', implant: true },
    ],
    ...own,
  });
}

/** @param {string} order */
export function order(order) {
  return event('procurement.order.issued', {
    'po-number': order,
    'erp-supplier-number': 'S1',
    'ship-to': 'SHIP-1',
    'cost-center': 'CC-1',
    'contract-number': 'CT-1',
    'issued-on': '04/14/2026',
    lines: [{ 'line-num': 1, 'item-number': 'GLOVE', description: 'glove', quantity: 2, uom: 'box', 'unit-price': '782.7800' }],
  });
}

/** @param {string} invoice @param {string} order */
export function invoice(invoice, order) {
  return event('procurement.invoice.submitted', {
    'invoice-number': invoice,
    'erp-supplier-number': 'S1',
    'po-number': order,
    'contract-number': 'CT-1',
    'ship-to': 'SHIP-1',
    'invoice-date': '04/15/2026',
    total: '1565.56',
    lines: [{ 'line-num': 1, 'po-line': 1, quantity: 2, uom: 'box', 'unit-price': '782.7800' }],
  }, { time: '2026-04-16T02:11:36.863471+00:00' });
}

/** @param {string} invoice @param {string} status @param {number} version @param {string[]} [holds] */
export function invoiceStatus(invoice, status, version, holds = []) {
  return event('erp.invoice.changed', {
    InvoiceNumber: invoice,
    SupplierNumber: 'S1',
    InvoiceType: 'STANDARD',
    Status: status,
    Holds: holds,
    StatusVersion: version,
  });
}
