/** P08 payment: what the ERP paid is shown on the invoice, and counts as spend of its contract. */

import { NotYet } from '../errors.js';
import { anyText, text, whole } from '../fields.js';
import { priceOf, toUsDay } from '../notation.js';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'erp.payment.issued': {
    flow: 'P08',
    system: 'erp',
    plan({ data }) {
      const payment = {
        number: text(data, 'PaymentNumber'),
        supplier: text(data, 'SupplierNumber'),
        invoice: text(data, 'InvoiceNumber'),
        contract: anyText(data, 'ContractNumber'),
        amount: priceOf(text(data, 'Amount')),
        paidOn: text(data, 'PaymentDate'),
      };
      // Procurement has neither expenses nor price corrections.
      const submitted = (anyText(data, 'InvoiceType') || 'STANDARD') === 'STANDARD';
      const kinds = [...(submitted ? ['return_payment'] : []), ...(payment.contract ? ['record_spend'] : [])];
      return { steps: kinds.map((kind) => ({ kind, key: payment.number, document: payment })) };
    },
  },
};

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  return_payment: {
    flow: 'P08',
    system: 'procurement',
    operation: 'record_payment',
    look: {
      operation: 'find_invoices',
      ask: (payment) => ({ 'erp-number': payment.supplier, 'invoice-number': payment.invoice }),
      rows: 'invoices',
      proves: (row, payment) => row.payments.some((/** @type {any} */ each) => each['payment-number'] === payment.number),
      always: true, // the write needs procurement's own id
    },
    write(payment, context) {
      const [invoice] = context.found;
      if (!invoice) throw new NotYet(`procurement does not know invoice ${payment.invoice} yet`);
      return {
        id: whole(invoice, 'id'),
        'payment-number': payment.number,
        amount: payment.amount,
        'paid-on': toUsDay(payment.paidOn),
      };
    },
  },
  record_spend: {
    flow: 'P08',
    system: 'contracts',
    operation: 'record_spend',
    look: {
      operation: 'find_spend',
      ask: (payment) => ({ contractNumber: payment.contract, paymentReference: payment.number }),
      rows: 'entries',
    },
    write: (payment) => ({
      contractNumber: payment.contract,
      paymentReference: payment.number,
      amount: { value: payment.amount, currency: 'USD' },
      paidOn: payment.paidOn,
    }),
  },
};
