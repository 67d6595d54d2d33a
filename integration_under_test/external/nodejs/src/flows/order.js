/**
 * P04 requisition to order, as far as P06 and P07 need it: without the ERP's budget decision
 * procurement orders nothing, and without its order the ERP takes neither receipt nor invoice.
 */

import { NotYet } from '../errors.js';
import { anyText, list, quantity, text, whole } from '../fields.js';
import { UNITS, fromUsDay, priceOf, unitOf } from '../notation.js';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'procurement.requisition.approved': {
    flow: 'P04',
    system: 'procurement',
    plan({ data }) {
      const number = text(data, 'number');
      const document = {
        id: whole(data, 'id'),
        number,
        costCenter: text(data, 'cost-center'),
        amount: text(data, 'total'),
      };
      return { steps: [{ kind: 'decide_budget', key: number, document }] };
    },
  },
  'procurement.order.issued': {
    flow: 'P04',
    system: 'procurement',
    plan({ data }) {
      const order = readOrder(data);
      return { steps: [{ kind: 'commit_order', key: order.number, document: order }] };
    },
  },
};

/** @param {any} data */
function readOrder(data) {
  return {
    number: text(data, 'po-number'),
    supplier: text(data, 'erp-supplier-number'),
    facility: `procurement:${text(data, 'ship-to')}`,
    costCenter: text(data, 'cost-center'),
    contract: anyText(data, 'contract-number'),
    day: fromUsDay(text(data, 'issued-on')),
    lines: list(data, 'lines').map((line) => ({
      line: whole(line, 'line-num'),
      item: anyText(line, 'item-number'),
      description: anyText(line, 'description'),
      isService: line.kind === 'service',
      project: anyText(line, 'project'),
      quantity: quantity(line, 'quantity'),
      unit: unitOf(UNITS, text(line, 'uom')),
      price: priceOf(text(line, 'unit-price')),
    })),
  };
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  decide_budget: {
    flow: 'P04',
    system: 'procurement',
    operation: 'record_budget_decision',
    look: {
      operation: 'get_requisition',
      ask: (requisition) => ({ id: requisition.id }),
      proves: (row) => !['pending-approval', 'pending-budget'].includes(row.status),
    },
    async write(requisition, context) {
      const check = await context.call('erp', 'check_budget', {
        CostCenter: requisition.costCenter,
        Amount: requisition.amount,
        ReferenceNumber: requisition.number,
      });
      return {
        id: requisition.id,
        decision: text(check, 'Result') === 'PASSED' ? 'passed' : 'failed',
        available: text(check, 'AvailableAmount'),
      };
    },
  },
  commit_order: {
    flow: 'P04',
    system: 'erp',
    operation: 'create_purchase_order',
    look: {
      operation: 'find_purchase_orders',
      ask: (order) => ({ SourceOrderNumber: order.number }),
      rows: 'items',
    },
    notes: (order, answer) => [noteOf(order.number), answer?.OrderNumber],
    write: (order, context) => context.mapped((crosswalk) => ({
      SourceOrderNumber: order.number,
      SupplierNumber: order.supplier,
      BusinessUnit: crosswalk.facility(order.facility).businessUnit,
      CostCenter: order.costCenter,
      OrderDate: order.day,
      ...(order.contract && { ContractNumber: order.contract }),
      Lines: order.lines.map((/** @type {any} */ line) => writeLine(line, crosswalk)),
    })),
  },
};

/** @param {any} line @param {import('../masters/crosswalk.js').Crosswalk} crosswalk */
function writeLine(line, crosswalk) {
  // The ERP counts all that comes by the pack that it knows at the order.
  if (line.item) crosswalk.itemToConvert(line.item);
  return {
    LineNumber: line.line,
    ...(line.item ? { ItemNumber: line.item } : { Description: line.description }),
    ...(!line.item && line.isService && { MatchOption: '2-WAY' }),
    ...(line.project && { ProjectNumber: line.project }),
    Quantity: String(line.quantity),
    UOMCode: line.unit,
    UnitPrice: line.price,
  };
}

/** The ERP's number of an order that procurement made. Throws NotYet while there is none.
 *  @param {string} order @param {import('../delivery/context.js').Context} context @returns {Promise<string>} */
export async function erpOrderNumber(order, context) {
  const noted = context.note(noteOf(order));
  if (noted) return noted;
  const answer = await context.call('erp', 'find_purchase_orders', { SourceOrderNumber: order });
  const [found] = list(answer, 'items');
  if (!found) throw new NotYet(`the ERP has no order ${order} yet`);
  return text(found, 'OrderNumber');
}

/** @param {string} order */
function noteOf(order) {
  return `erp-order/${order}`;
}
