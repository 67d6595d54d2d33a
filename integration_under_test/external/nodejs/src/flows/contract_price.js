/**
 * P03 contract price: the prices of an activated contract version reach all who price by them.
 *
 * Each target loads a version as a whole, so a list is there completely or not at all.
 */

import { list, text, whole } from '../fields.js';
import { UNITS_OUT, costEachCents, priceOf, toCompactDay, toUsDay, unitOf } from '../notation.js';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'contracts.contract.activated': {
    flow: 'P03',
    system: 'contracts',
    plan({ data }) {
      const prices = readPrices(data);
      const { contract: key, version } = prices;
      return {
        steps: ['load_prices', 'load_catalogue', 'load_supply_costs'].map((kind) => ({
          kind, key, version, document: prices,
        })),
      };
    },
  },
};

/** @param {any} data */
function readPrices(data) {
  return {
    contract: text(data, 'contractNumber'),
    version: whole(data, 'version'),
    supplier: text(data, 'erpSupplierNumber'),
    startsOn: text(data, 'effectiveFrom'),
    endsOn: text(data, 'effectiveTo'),
    lines: list(data, 'lines').map((line) => ({
      line: whole(line, 'line'),
      item: text(line, 'itemNumber'),
      unit: text(line, 'uom'),
      price: text(line.unitPrice, 'value'),
    })),
  };
}

/** @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  load_prices: {
    flow: 'P03',
    system: 'erp',
    operation: 'import_price_agreement',
    versioned: true,
    look: {
      operation: 'get_price_agreement',
      ask: (prices) => ({ AgreementNumber: prices.contract }),
      proves: (row, prices) => row.Version >= prices.version,
    },
    write: (prices) => ({
      AgreementNumber: prices.contract,
      Version: prices.version,
      SupplierNumber: prices.supplier,
      Lines: prices.lines.map((/** @type {any} */ line) => ({
        LineNumber: line.line,
        ItemNumber: line.item,
        UOMCode: line.unit,
        UnitPrice: priceOf(line.price),
        StartDate: prices.startsOn,
        EndDate: prices.endsOn,
      })),
    }),
  },
  load_catalogue: {
    flow: 'P03',
    system: 'procurement',
    operation: 'import_catalogue_prices',
    versioned: true,
    look: {
      operation: 'find_catalogue_prices',
      ask: (prices) => ({ 'contract-number': prices.contract }),
      proves: (row, prices) => row['contract-version'] >= prices.version,
    },
    write: (prices) => ({
      'contract-number': prices.contract,
      'contract-version': prices.version,
      'erp-supplier-number': prices.supplier,
      lines: prices.lines.map((/** @type {any} */ line) => ({
        line: line.line,
        'item-number': line.item,
        uom: unitOf(UNITS_OUT, line.unit),
        'unit-price': line.price,
        'start-date': toUsDay(prices.startsOn),
        'end-date': toUsDay(prices.endsOn),
      })),
    }),
  },
  load_supply_costs: {
    flow: 'P03',
    system: 'billing',
    operation: 'import_supply_costs',
    versioned: true,
    look: {
      operation: 'find_supply_costs',
      ask: (prices) => ({ contractNumber: prices.contract }),
      proves: (row, prices) => row.version >= prices.version,
    },
    async write(prices, context) {
      const lines = [];
      for (const line of prices.lines) {
        const chargeCode = await context.chargeCode(line.item);
        if (!chargeCode) continue; // not billed on its own
        const item = await context.mapped((crosswalk) => crosswalk.item(line.item));
        lines.push({
          line: line.line,
          chargeCode,
          unitCostCents: costEachCents(line.price, line.unit === item.unit ? item.factor : 1),
          effectiveOn: toCompactDay(prices.startsOn),
        });
      }
      return lines.length ? { contractNumber: prices.contract, version: prices.version, lines } : null;
    },
  },
};
