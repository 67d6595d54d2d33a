/**
 * P07 held invoices: each hold goes back to who can lift its cause, and is released there as well.
 *
 * Procurement gets all of them, the contract platform those of invoices under contract. The event of
 * a release does not name the codes, and may overtake the one that does. So what was held is noted
 * until it is released, and that the ERP holds an invoice no longer is noted too: whichever comes
 * second does the release.
 */

import { NotYet } from '../errors.js';
import { anyText, list, text, whole } from '../fields.js';

const PAYABLES_DESK = 'AP desk';
const SUPPLY_DESK = 'supply chain desk';
/** All that an invoice with an order can be held for; it is held, if ever, when it is entered. */
const HOLDS = new Map([
  ['QTY_RECEIVED', { reason: 'more was billed than is received', owner: SUPPLY_DESK }],
  ['PRICE', { reason: "the billed price differs from the order's", owner: SUPPLY_DESK }],
  ['QTY_ORDERED', { reason: 'more was billed than was ordered', owner: PAYABLES_DESK }],
]);
/** @type {[string, string, string][]} system, kind that holds there, kind that frees there */
const PLACES = [
  ['procurement', 'return_invoice_hold', 'release_invoice_hold'],
  ['contracts', 'tell_contract_of_hold', 'lift_contract_hold'],
];

/**
 * What a status of an invoice means for its holds.
 * @param {{ supplier: string, number: string, status: string, holds: string[], version: number }} status
 * @returns {import('./kind.js').Plan}
 */
export function holdsOf({ supplier, number, status, holds, version }) {
  const invoice = { supplier, number };
  if (status === 'HELD') {
    // Freed at once where the news of the release came first.
    return { steps: holds.flatMap((code) => [...steps(invoice, code, 1, version), ...steps(invoice, code, 2, version)]) };
  }
  if (version <= 1) return { steps: [] }; // its first status was a free one
  return {
    steps: [...HOLDS.keys()].flatMap((code) => steps(invoice, code, 2, version)),
    notes: [[freedNote(invoice), 1]],
  };
}

/** @param {{ supplier: string, number: string }} invoice @param {string} code
 *  @param {1 | 2} act 1 to hold, 2 to free @param {number} version @returns {import('./kind.js').Step[]} */
function steps(invoice, code, act, version) {
  return PLACES.map((place) => ({
    kind: place[act],
    key: `${referenceOf(invoice)}/${code}`,
    // A hold is made once. Freeing is tried at each status, for most have nothing to free.
    ...(act === 2 && { version }),
    lane: `holds/${place[0]}/${referenceOf(invoice)}`,
    document: { ...invoice, code },
  }));
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  return_invoice_hold: {
    flow: 'P07',
    system: 'procurement',
    operation: 'return_invoice_hold',
    done: ['DUPLICATE_HOLD'],
    notes: (hold) => [heldNote('procurement', hold), 1],
    write: async (hold, context) => ({
      id: await procurementId(hold, context),
      'hold-code': hold.code,
      reason: HOLDS.get(hold.code)?.reason ?? `held for ${hold.code}`,
      owner: HOLDS.get(hold.code)?.owner ?? PAYABLES_DESK,
    }),
  },
  release_invoice_hold: {
    flow: 'P07',
    system: 'procurement',
    operation: 'release_invoice_hold',
    done: ['ILLEGAL_TRANSITION'],
    notes: (hold) => [heldNote('procurement', hold), undefined],
    async write(hold, context) {
      if (!isToFree('procurement', hold, context)) return null;
      const id = await procurementId(hold, context);
      return { id, 'hold-code': hold.code, 'released-by': PAYABLES_DESK };
    },
  },
  tell_contract_of_hold: {
    flow: 'P07',
    system: 'contracts',
    operation: 'record_invoice_hold',
    done: ['DUPLICATE_HOLD'],
    notes: (hold) => [heldNote('contracts', hold), 1],
    async write(hold, context) {
      const { contract, amount } = await heldInvoice(hold, context);
      if (!contract) return null;
      return { ...ofContract(hold, contract), amount: { value: amount, currency: 'USD' } };
    },
  },
  lift_contract_hold: {
    flow: 'P07',
    system: 'contracts',
    operation: 'lift_invoice_hold',
    done: ['ALREADY_LIFTED'],
    notes: (hold) => [heldNote('contracts', hold), undefined],
    async write(hold, context) {
      if (!isToFree('contracts', hold, context)) return null;
      return ofContract(hold, (await heldInvoice(hold, context)).contract);
    },
  },
};

/** @param {any} hold @param {string} contract */
function ofContract(hold, contract) {
  return { contractNumber: contract, invoiceReference: referenceOf(hold), holdCode: hold.code };
}

/** @param {string} system @param {any} hold @param {import('../delivery/context.js').Context} context */
function isToFree(system, hold, context) {
  return Boolean(context.note(heldNote(system, hold)) && context.note(freedNote(hold)));
}

/** @param {any} hold @param {import('../delivery/context.js').Context} context */
async function procurementId(hold, context) {
  const ask = { 'erp-number': hold.supplier, 'invoice-number': hold.number };
  const [invoice] = list(await context.call('procurement', 'find_invoices', ask), 'invoices');
  if (!invoice) throw new NotYet(`procurement does not know the held invoice ${hold.number} yet`);
  return whole(invoice, 'id');
}

/** The ERP's own figures, which its event leaves out. @param {any} hold
 *  @param {import('../delivery/context.js').Context} context */
async function heldInvoice(hold, context) {
  const ask = { SupplierNumber: hold.supplier, InvoiceNumber: hold.number };
  const [invoice] = list(await context.call('erp', 'find_invoices', ask), 'items');
  if (!invoice) throw new NotYet(`the ERP does not show the held invoice ${hold.number}`);
  return { contract: anyText(invoice, 'ContractNumber'), amount: text(invoice, 'InvoiceAmount') };
}

/** The invoice as the ERP names it. @param {{ supplier: string, number: string }} invoice */
function referenceOf({ supplier, number }) {
  return `${supplier}/${number}`;
}

/** @param {{ supplier: string, number: string }} invoice */
function freedNote(invoice) {
  return `freed/${referenceOf(invoice)}`;
}

/** @param {string} system @param {any} hold */
function heldNote(system, hold) {
  return `held/${system}/${referenceOf(hold)}/${hold.code}`;
}
