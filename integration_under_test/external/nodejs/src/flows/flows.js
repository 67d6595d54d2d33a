/** All flows: which event starts what, and how each kind of command takes effect. */

import * as contractPrice from './contract_price.js';
import * as invoiceHolds from './invoice_holds.js';
import * as invoiceMatch from './invoice_match.js';
import * as order from './order.js';
import * as payment from './payment.js';
import * as receipt from './receipt.js';
import * as supplierMaster from './supplier_master.js';
import * as usageToCharge from './usage_to_charge.js';

/** Type of event -> its flow. @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  ...supplierMaster.FLOWS,
  ...contractPrice.FLOWS,
  ...order.FLOWS,
  ...receipt.FLOWS,
  ...invoiceMatch.FLOWS,
  ...payment.FLOWS,
  ...usageToCharge.FLOWS,
};

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  ...supplierMaster.KINDS,
  ...contractPrice.KINDS,
  ...order.KINDS,
  ...receipt.KINDS,
  ...invoiceMatch.KINDS,
  ...invoiceHolds.KINDS,
  ...payment.KINDS,
  ...usageToCharge.KINDS,
};

/** What GET /subscriptions says: the types by the system that publishes them. */
export function subscriptions() {
  const systems = new Set(Object.values(FLOWS).map(({ system }) => system));
  return [...systems].map((system) => ({
    system,
    types: Object.keys(FLOWS).filter((type) => FLOWS[type].system === system),
  }));
}
