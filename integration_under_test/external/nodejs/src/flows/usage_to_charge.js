/** P09 usage to charge: what was used on a patient is charged once, its cost posted once. */

import { fromCompactDay, toCompactDay } from '../notation.js';
import { anyText, quantity, text } from '../fields.js';

/** Every usage costs. Whether it is charged on its own, the charge master says when it is sent.
 *  @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'inventory.usage.recorded': {
    flow: 'P09',
    system: 'inventory',
    plan(event) {
      const usage = readUsage(event.data);
      return {
        steps: ['create_charge', 'post_cost'].map((kind) => ({ kind, key: usage.number, document: usage })),
      };
    },
  },
};

/** @param {any} data */
function readUsage(data) {
  return {
    number: text(data, 'usage_id'),
    facility: `inventory:${text(data, 'facility')}`,
    location: text(data, 'location'),
    item: text(data, 'erp_item_number'),
    quantity: quantity(data, 'qty'),
    lot: anyText(data, 'lot'),
    encounter: text(data, 'encounter_id'),
    day: fromCompactDay(text(data, 'performed_at')), // local time of the facility
  };
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  create_charge: {
    flow: 'P09',
    system: 'billing',
    operation: 'create_charge',
    takesKey: true,
    look: {
      operation: 'find_charges',
      ask: (usage) => ({ sourceReference: usage.number }),
      rows: 'charges',
    },
    day: (usage) => usage.day,
    async write(usage, context) {
      const chargeCode = await context.chargeCode(usage.item);
      if (!chargeCode) return null;
      return {
        sourceReference: usage.number,
        encounterId: usage.encounter,
        chargeCode,
        quantity: usage.quantity,
        serviceDate: toCompactDay(context.day),
        departmentCode: await context.mapped((crosswalk) => crosswalk.costCenter(usage.location)),
        ...(usage.lot && { lot: usage.lot }),
      };
    },
  },
  post_cost: {
    flow: 'P09',
    system: 'erp',
    operation: 'post_cost',
    look: { operation: 'find_costs', ask: (usage) => ({ Reference: usage.number }), rows: 'items' },
    day: (usage) => usage.day,
    write: (usage, context) => context.mapped((crosswalk) => ({
      Reference: usage.number,
      BusinessUnit: crosswalk.facility(usage.facility).businessUnit,
      CostCenter: crosswalk.costCenter(usage.location),
      ItemNumber: usage.item,
      Quantity: String(usage.quantity),
      AccountingDate: context.day,
    })),
  },
};
