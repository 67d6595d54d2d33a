/**
 * P07 invoice match: invoices go to the ERP, which matches them; its verdict comes back.
 *
 * The match of order, receipt and invoice is the ERP's. Here an invoice waits for its order instead
 * of failing, and the latest status counts, whatever the order of arrival.
 */

import { NotYet } from '../errors.js';
import { anyText, list, quantity, text, whole } from '../fields.js';
import { UNITS, fromUsDay, localDay, priceOf, unitOf } from '../notation.js';
import { erpOrderNumber } from './order.js';
import { holdsOf } from './invoice_holds.js';

/** The ERP's status of an invoice -> procurement's. */
const STATUSES = new Map([
  ['HELD', 'on-hold'],
  ['APPROVED', 'approved'],
  ['PAID', 'paid'],
  ['CANCELLED', 'cancelled'],
]);
/** The payables desk sits there, whoever an invoice is for. */
const PAYABLES_SEAT = 'erp:BU100';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'procurement.invoice.submitted': {
    flow: 'P07',
    system: 'procurement',
    plan(event) {
      const invoice = readInvoice(event);
      const key = `${invoice.supplier}/${invoice.number}`;
      return { steps: [{ kind: 'enter_invoice', key, document: invoice }] };
    },
  },
  'erp.invoice.changed': {
    flow: 'P07',
    system: 'erp',
    plan({ data }) {
      // Expenses and price corrections did not come by procurement.
      if ((anyText(data, 'InvoiceType') || 'STANDARD') !== 'STANDARD') return { steps: [] };
      const status = readStatus(data);
      const shown = {
        kind: 'return_invoice_status',
        key: `${status.supplier}/${status.number}`,
        version: status.version,
        document: status,
      };
      const { steps, notes } = holdsOf(status);
      return { steps: [shown, ...steps], notes };
    },
  },
  'procurement.dispute.closed': {
    flow: 'P07',
    system: 'procurement',
    plan(event) {
      if (text(event.data, 'outcome') !== 'credited') return { steps: [] };
      const credit = readCredit(event);
      const key = `${credit.supplier}/${credit.number}`;
      return { steps: [{ kind: 'enter_credit_memo', key, document: credit }] };
    },
  },
};

/** @param {import('./kind.js').Event} event */
function readInvoice({ data, time }) {
  return {
    number: text(data, 'invoice-number'),
    supplier: text(data, 'erp-supplier-number'),
    order: text(data, 'po-number'),
    contract: anyText(data, 'contract-number'),
    facility: `procurement:${text(data, 'ship-to')}`,
    invoicedOn: fromUsDay(text(data, 'invoice-date')),
    arrivedAt: time,
    amount: priceOf(text(data, 'total')),
    lines: list(data, 'lines').map((line) => ({
      line: whole(line, 'line-num'),
      orderLine: whole(line, 'po-line'),
      quantity: quantity(line, 'quantity'),
      unit: unitOf(UNITS, text(line, 'uom')),
      price: priceOf(text(line, 'unit-price')),
    })),
  };
}

/** @param {any} data */
function readStatus(data) {
  return {
    number: text(data, 'InvoiceNumber'),
    supplier: text(data, 'SupplierNumber'),
    status: text(data, 'Status'),
    holds: /** @type {string[]} */ (list(data, 'Holds')),
    version: whole(data, 'StatusVersion'),
  };
}

/** @param {import('./kind.js').Event} event */
function readCredit({ data, time }) {
  return {
    number: `CM-${text(data, 'dispute-reference')}`, // as it is agreed with suppliers
    supplier: text(data, 'erp-supplier-number'),
    invoice: text(data, 'invoice-number'),
    amount: priceOf(text(data, 'credit-amount')),
    closedAt: time,
  };
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  enter_invoice: {
    flow: 'P07',
    system: 'erp',
    operation: 'create_invoice',
    look: {
      operation: 'find_invoices',
      ask: (invoice) => ({ SupplierNumber: invoice.supplier, InvoiceNumber: invoice.number }),
      rows: 'items',
    },
    // The facility's own day on which the invoice arrived.
    day: (invoice, crosswalk) => localDay(invoice.arrivedAt, crosswalk.facility(invoice.facility).timeZone),
    async write(invoice, context) {
      const order = await erpOrderNumber(invoice.order, context);
      return context.mapped((crosswalk) => ({
        InvoiceNumber: invoice.number,
        SupplierNumber: invoice.supplier,
        InvoiceDate: invoice.invoicedOn,
        InvoiceAmount: invoice.amount,
        SourceOrderNumber: invoice.order,
        OrderNumber: order,
        BusinessUnit: crosswalk.facility(invoice.facility).businessUnit,
        AccountingDate: context.day,
        ...(invoice.contract && { ContractNumber: invoice.contract }),
        Lines: invoice.lines.map((/** @type {any} */ line) => ({
          LineNumber: line.line,
          OrderLineNumber: line.orderLine,
          Quantity: String(line.quantity),
          UOMCode: line.unit,
          UnitPrice: line.price,
        })),
      }));
    },
  },
  return_invoice_status: {
    flow: 'P07',
    system: 'procurement',
    operation: 'update_invoice_status',
    versioned: true,
    look: {
      operation: 'find_invoices',
      ask: (status) => ({ 'erp-number': status.supplier, 'invoice-number': status.number }),
      rows: 'invoices',
      proves: (row, status) => row['status-version'] >= status.version,
      always: true, // the write needs procurement's own id
    },
    write(status, context) {
      const [invoice] = context.found;
      if (!invoice) throw new NotYet(`procurement does not know invoice ${status.number} yet`);
      return {
        id: whole(invoice, 'id'),
        status: unitOf(STATUSES, status.status),
        reasons: status.holds,
        'status-version': status.version,
      };
    },
  },
  enter_credit_memo: {
    flow: 'P07',
    system: 'erp',
    operation: 'create_credit_memo',
    look: {
      operation: 'find_credit_memos',
      ask: (credit) => ({ SupplierNumber: credit.supplier, CreditNumber: credit.number }),
      rows: 'items',
    },
    day: (credit, crosswalk) => localDay(credit.closedAt, crosswalk.facility(PAYABLES_SEAT).timeZone),
    async write(credit, context) {
      const order = await creditedOrder(credit, context);
      const [line] = list(order, 'Lines');
      return {
        CreditNumber: credit.number,
        SupplierNumber: credit.supplier,
        OrderNumber: text(order, 'OrderNumber'),
        BusinessUnit: text(order, 'BusinessUnit'),
        InvoiceNumber: credit.invoice,
        CreditType: 'PRICE',
        CreditAmount: credit.amount,
        AccountingDate: context.day,
        // A price credit moves no units; the dispute names no line, so the first stands for all.
        Lines: [{
          LineNumber: 1,
          OrderLineNumber: whole(line, 'LineNumber'),
          Quantity: '1',
          UOMCode: text(line, 'UOMCode'),
          UnitPrice: credit.amount,
        }],
      };
    },
  },
};

/** @param {any} credit @param {import('../delivery/context.js').Context} context */
async function creditedOrder(credit, context) {
  const ask = { SupplierNumber: credit.supplier, InvoiceNumber: credit.invoice };
  const [invoice] = list(await context.call('erp', 'find_invoices', ask), 'items');
  if (!invoice) throw new NotYet(`the ERP does not have the credited invoice ${credit.invoice} yet`);
  const source = { SourceOrderNumber: text(invoice, 'SourceOrderNumber') };
  const [order] = list(await context.call('erp', 'find_purchase_orders', source), 'items');
  if (!order) throw new NotYet(`the ERP does not have the order of ${credit.invoice} yet`);
  return order;
}
