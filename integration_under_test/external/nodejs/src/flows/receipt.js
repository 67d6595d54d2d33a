/**
 * P06 receipt: goods on the shelf are accrued, their order is told, their lots may be billed.
 *
 * Line by line, so that one line that nobody can map does not hold the others. Where receipts begin
 * at the ERP's dock, the way is the other one round: order, shelf and lot are told.
 */

import { Unsendable } from '../errors.js';
import { anyText, flag, list, quantity, text, whole } from '../fields.js';
import { UNITS_OUT, fromCompactDay, toCompactDay, toUsDay, unitOf, wholeUnits } from '../notation.js';
import { erpOrderNumber } from './order.js';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'inventory.receipt.recorded': {
    flow: 'P06',
    system: 'inventory',
    plan: ({ data }) => ({ steps: readReceipt(data).flatMap(stepsOfLine) }),
  },
  'erp.receipt.recorded': {
    flow: 'P06',
    system: 'erp',
    plan: ({ data }) => ({ steps: stepsOfDockReceipt(readDockReceipt(data)) }),
  },
};

/** None of a receipt without an order, which owes nobody anything, or that began elsewhere.
 *  @param {any} data */
function readReceipt(data) {
  if (!anyText(data, 'po_number') || anyText(data, 'source_ref')) return [];
  return list(data, 'lines').map((line) => ({
    receipt: text(data, 'receipt_no'),
    line: whole(line, 'line_no'),
    order: text(data, 'po_number'),
    orderLine: whole(line, 'po_line'),
    facility: `inventory:${text(data, 'facility')}`,
    item: text(line, 'erp_item_number'),
    quantity: quantity(line, 'qty_each'),
    unit: 'EA',
    lot: anyText(line, 'lot'),
    expiresOn: fromCompactDay(anyText(line, 'expiry')),
    implant: flag(line, 'implant'),
    day: fromCompactDay(text(data, 'received_at')), // local time of the facility
  }));
}

/** @param {any} line @returns {import('./kind.js').Step[]} */
function stepsOfLine(line) {
  const kinds = ['accrue_receipt', 'return_receipt'];
  if (line.implant && line.lot) kinds.push('register_lot');
  return kinds.map((kind) => ({ kind, key: `${line.receipt}/${line.line}`, document: line }));
}

/** @param {any} data */
function readDockReceipt(data) {
  return {
    receipt: text(data, 'ReceiptNumber'),
    line: whole(data, 'ReceiptLine'),
    order: text(data, 'SourceOrderNumber'),
    orderLine: whole(data, 'LineNumber'),
    facility: `erp:${text(data, 'BusinessUnit')}`,
    location: anyText(data, 'DeliverTo'),
    item: anyText(data, 'ItemNumber'),
    quantity: quantity(data, 'Quantity'),
    unit: text(data, 'UOMCode'),
    lot: anyText(data, 'LotNumber'),
    expiresOn: anyText(data, 'LotExpirationDate'),
    day: text(data, 'AccountingDate'),
  };
}

/** Free text is noted on its order only: there is no shelf for it.
 *  @param {any} line @returns {import('./kind.js').Step[]} */
function stepsOfDockReceipt(line) {
  const kinds = ['return_receipt'];
  if (line.item) kinds.push('shelve_receipt');
  if (line.item && line.lot) kinds.push('register_lot');
  return kinds.map((kind) => ({ kind, key: `${line.receipt}/${line.line}`, document: line }));
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  accrue_receipt: {
    flow: 'P06',
    system: 'erp',
    operation: 'create_receipt',
    look: {
      operation: 'find_receipts',
      ask: (line) => ({ ReceiptNumber: line.receipt, ReceiptLine: line.line }),
      rows: 'items',
    },
    day: (line) => line.day,
    async write(line, context) {
      const order = await erpOrderNumber(line.order, context);
      return context.mapped((crosswalk) => {
        // Whole purchase units, as the order has them; else EA, which the ERP converts.
        const item = crosswalk.itemToConvert(line.item);
        const units = wholeUnits(line.quantity, item.factor);
        return {
          ReceiptNumber: line.receipt,
          ReceiptLine: line.line,
          OrderNumber: order,
          LineNumber: line.orderLine,
          Quantity: String(units ?? line.quantity),
          UOMCode: units === null ? 'EA' : item.unit,
          AccountingDate: context.day,
          BusinessUnit: crosswalk.facility(line.facility).businessUnit,
        };
      });
    },
  },
  return_receipt: {
    flow: 'P06',
    system: 'procurement',
    operation: 'record_receipt',
    look: {
      operation: 'find_receipts',
      ask: (line) => ({ 'receipt-number': line.receipt, 'receipt-line': line.line }),
      rows: 'receipts',
    },
    write: (line, context) => context.mapped((crosswalk) => {
      const { units, unit } = asOrdered(line, crosswalk);
      return {
        'po-number': line.order,
        'receipt-number': line.receipt,
        'receipt-line': line.line,
        'line-num': line.orderLine,
        quantity: units,
        uom: unitOf(UNITS_OUT, unit),
        'received-on': toUsDay(line.day),
      };
    }),
  },
  register_lot: {
    flow: 'P06',
    system: 'billing',
    operation: 'register_supply_lot',
    takesKey: true,
    repeatable: true,
    async write(line, context) {
      // The ERP's dock does not say what is an implant.
      const { implant } = await context.mapped((crosswalk) => crosswalk.item(line.item));
      const chargeCode = implant || line.implant ? await context.chargeCode(line.item) : '';
      if (!chargeCode) return null;
      return {
        chargeCode,
        lot: line.lot,
        receiptReference: `${line.receipt}/${line.line}`,
        expiry: toCompactDay(line.expiresOn),
      };
    },
  },
  shelve_receipt: {
    flow: 'P06',
    system: 'inventory',
    operation: 'record_receipt',
    look: {
      operation: 'find_receipts',
      ask: (line) => ({ po_number: line.order, limit: 500 }),
      rows: 'items',
      proves: (row, line) => row.source_ref === `${line.receipt}/${line.line}`,
    },
    write: (line, context) => context.mapped((crosswalk) => ({
      facility: crosswalk.inventoryFacility(line.facility),
      location: line.location,
      po_number: line.order,
      source_ref: `${line.receipt}/${line.line}`,
      lines: [{
        po_line: line.orderLine,
        item_id: crosswalk.item(line.item).inventoryId,
        qty: line.quantity,
        uom: line.unit,
        lot: line.lot,
        expiry: toCompactDay(line.expiresOn),
      }],
    })),
  },
};

/** Items are ordered in their purchase unit, and procurement converts nothing.
 *  @param {any} line @param {import('../masters/crosswalk.js').Crosswalk} crosswalk */
function asOrdered(line, crosswalk) {
  if (!line.item || line.unit !== 'EA') return { units: line.quantity, unit: line.unit };
  const item = crosswalk.item(line.item);
  const units = wholeUnits(line.quantity, item.factor);
  if (units !== null) return { units, unit: item.unit };
  throw new Unsendable(
    `${line.quantity} EA of ${line.item} are no whole ${item.unit} of ${item.factor}; `
      + 'record the receipt in procurement by hand',
  );
}
