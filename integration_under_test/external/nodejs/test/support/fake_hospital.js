/** A hospital small enough to predict every effect by hand: five systems and the clerks' board. */

import { FakeSystem } from './fake_system.js';

const LOCATION = { gln: 'G1', time_zone: 'America/Chicago' };

export class FakeHospital {
  /** Business keys of what was posted, by kind; twice there means posted twice. */
  effects = { supplier: [], party: [], prices: [], catalogue: [], supplyCosts: [], payment: [], spend: [], cost: [], charge: [], accrual: [], orderReceipt: [], lot: [], order: [], invoice: [], status: [], hold: [], release: [], contractHold: [], contractLift: [], budget: [] };
  chargeMaster = [{ chargeCode: 'SUP1', supplyItem: 'IMPLANT' }];
  items = [
    { item_id: 'IV-1', erp_item_number: 'GLOVE', purchase_uom: 'BX', factor: 10, implant: false },
    { item_id: 'IV-2', erp_item_number: 'IMPLANT', purchase_uom: 'EA', factor: 1, implant: true },
  ];

  constructor() {
    this.systems = {
      erp: new FakeSystem('erp', this.#erp()),
      procurement: new FakeSystem('procurement', this.#procurement()),
      inventory: new FakeSystem('inventory', this.#inventory()),
      billing: new FakeSystem('billing', this.#billing()),
      contracts: new FakeSystem('contracts', this.#contracts()),
    };
    this.board = new FakeSystem('board', this.#board());
    /** @type {Map<string, any>} */
    this.openItems = new Map();
    this.closedItems = new Map();
    this.alerts = new Map();
  }

  async start() {
    await Promise.all([...Object.values(this.systems), this.board].map((each) => each.start()));
    return this;
  }

  async stop() {
    await Promise.all([...Object.values(this.systems), this.board].map((each) => each.stop()));
  }

  /** The body of POST /start, with waits short enough for a test. @param {Record<string, number>} settings */
  told(settings = {}) {
    const now = new Date().toISOString();
    const systems = Object.entries(this.systems).map(([name, system]) => [name, system.place]);
    return {
      systems: Object.fromEntries(systems),
      work_items: `${this.board.url}/work-items`,
      alerts: `${this.board.url}/alerts`,
      clock: { business: '2026-04-14T05:00:00+00:00', wall: now, speed: 3600 },
      headers: { 'X-Client-Id': 'integration' },
      settings: {
        call_timeout_s: 1,
        retry_base_s: 0.02,
        retry_cap_s: 0.1,
        settle_s: 0.2,
        settle_broken_s: 0.05,
        masters_refresh_s: 0.05,
        least_patience_s: 30,
        ...settings,
      },
    };
  }

  #erp() {
    const { effects } = this;
    const receipt = (f) => `${f.ReceiptNumber}/${f.ReceiptLine}`;
    const invoice = (f) => `${f.SupplierNumber}/${f.InvoiceNumber}`;
    return {
      list_locations: get('/locations', () => page([{ BusinessUnit: 'BU100', GLN: 'G1', TimeZone: 'America/Chicago' }])),
      list_items: get('/items', () => page([
        { ItemNumber: 'GLOVE', Units: [{ UOMCode: 'EA', Factor: 1 }, { UOMCode: 'BX', Factor: 10 }] },
        { ItemNumber: 'IMPLANT', Units: [{ UOMCode: 'EA', Factor: 1 }] },
      ])),
      import_price_agreement: posting('/priceAgreementImports', effects.prices, (f) => `${f.AgreementNumber}@${f.Version}`),
      get_price_agreement: get('/priceAgreements/{AgreementNumber}', (f) => newest(effects.prices, f.AgreementNumber, 'Version')),
      post_cost: posting('/costs', effects.cost, (f) => f.Reference),
      find_costs: get('/costs', (f) => page(rows(effects.cost, f.Reference))),
      create_purchase_order: posting('/purchaseOrders', effects.order, (f) => f.SourceOrderNumber, (f) => ({ OrderNumber: `US-${f.SourceOrderNumber}` })),
      find_purchase_orders: get('/purchaseOrders', (f) => page(rows(effects.order, f.SourceOrderNumber, { OrderNumber: `US-${f.SourceOrderNumber}` }))),
      check_budget: { method: 'POST', path: '/budgetaryControl/checks', run: () => [200, { Result: 'PASSED', AvailableAmount: '99.00' }] },
      create_receipt: posting('/receipts', effects.accrual, receipt),
      find_receipts: get('/receipts', (f) => page(rows(effects.accrual, receipt(f)))),
      create_invoice: posting('/invoices', effects.invoice, invoice),
      find_invoices: get('/invoices', (f) => page(rows(effects.invoice, invoice(f), { ContractNumber: 'CT-1', InvoiceAmount: '12.50' }))),
    };
  }

  #procurement() {
    const { effects } = this;
    const receipt = (f) => `${f['receipt-number']}/${f['receipt-line']}`;
    this.shownVersion = 0;
    return {
      list_ship_tos: get('/ship-tos', () => [200, { 'ship-tos': [{ code: 'SHIP-1', gln: 'G1' }], 'has-more': false }]),
      create_supplier: posting('/suppliers', effects.supplier, (f) => `${f['erp-number']}@${f['erp-version']}`),
      update_supplier: { ...posting('/suppliers/{id}', effects.supplier, (f) => `${f['erp-number']}@${f['erp-version']}`), method: 'PUT' },
      find_suppliers: get('/suppliers/find', (f) => [200, { suppliers: this.#suppliers(f['erp-number']) }]),
      import_catalogue_prices: posting('/catalogue/prices', effects.catalogue, (f) => `${f['contract-number']}@${f['contract-version']}`),
      find_catalogue_prices: get('/catalogue/prices', (f) => newest(effects.catalogue, f['contract-number'], 'contract-version')),
      record_payment: posting('/invoices/{id}/payments', effects.payment, (f) => f['payment-number']),
      record_receipt: posting('/purchase-orders/{po-number}/receipts', effects.orderReceipt, receipt),
      find_receipts: get('/receipts', (f) => [200, { receipts: rows(effects.orderReceipt, receipt(f)) }]),
      find_invoices: get('/invoices', () => [200, { invoices: [{ id: 7, 'status-version': this.shownVersion, payments: effects.payment.map((each) => ({ 'payment-number': each })) }] }]),
      update_invoice_status: {
        method: 'PUT',
        path: '/invoices/{id}/status',
        run: (f) => {
          effects.status.push(`${f.status}@${f['status-version']}`);
          this.shownVersion = f['status-version'];
          return [200, { id: 7 }];
        },
      },
      return_invoice_hold: posting('/invoices/{id}/holds', effects.hold, (f) => f['hold-code']),
      release_invoice_hold: posting('/invoices/{id}/holds/{hold-code}/release', effects.release, (f) => f['hold-code']),
      get_requisition: get('/requisitions/{id}', (f) => [200, { id: 1, status: effects.budget.includes(String(f.id)) ? 'ordered' : 'pending-budget' }]),
      record_budget_decision: posting('/requisitions/{id}/budget-decision', effects.budget, (f) => f.id),
    };
  }

  #suppliers(number) {
    const [status, found] = newest(this.effects.supplier, number, 'erp-version');
    return status === 200 ? [{ id: 5, ...found }] : [];
  }

  #inventory() {
    return {
      list_items: get('/items', () => page(this.items, 'has_more')),
      list_locations: get('/locations', () => page([{ ...LOCATION, facility: 'H01', location: 'H01-OR', cost_center: 'CC-1' }], 'has_more')),
    };
  }

  #billing() {
    const { effects } = this;
    return {
      list_charge_master: get('/chargeMaster', () => page(this.chargeMaster)),
      import_supply_costs: posting('/supplyCosts', effects.supplyCosts, (f) => `${f.contractNumber}@${f.version}`),
      find_supply_costs: get('/supplyCosts', (f) => newest(effects.supplyCosts, f.contractNumber, 'version')),
      create_charge: posting('/charges', effects.charge, (f) => f.sourceReference),
      find_charges: get('/charges', (f) => [200, { charges: rows(effects.charge, f.sourceReference) }]),
      register_supply_lot: { ...posting('/supplyLots/{chargeCode}/{lot}', effects.lot, (f) => f.lot), method: 'PUT' },
    };
  }

  #contracts() {
    const { effects } = this;
    return {
      put_party: { ...posting('/parties/{erpSupplierNumber}', effects.party, (f) => `${f.erpSupplierNumber}@${f.sourceVersion}`), method: 'PUT' },
      get_party: get('/parties/{erpSupplierNumber}', (f) => newest(effects.party, f.erpSupplierNumber, 'sourceVersion')),
      record_spend: posting('/contracts/{contractNumber}/spend', effects.spend, (f) => f.paymentReference),
      find_spend: get('/contracts/{contractNumber}/spend', (f) => [200, { entries: rows(effects.spend, f.paymentReference) }]),
      record_invoice_hold: posting('/contracts/{contractNumber}/invoice-holds', effects.contractHold, (f) => f.holdCode),
      lift_invoice_hold: posting('/contracts/{contractNumber}/invoice-holds/lifts', effects.contractLift, (f) => f.holdCode),
    };
  }

  #board() {
    return {
      open: { method: 'PUT', path: '/work-items/{id}', run: ({ id, ...item }) => { this.openItems.set(id, item); return [204, null]; } },
      close: { method: 'POST', path: '/work-items/{id}/close', run: ({ id, reason }) => { this.openItems.delete(id); this.closedItems.set(id, reason); return [204, null]; } },
      raise: { method: 'PUT', path: '/alerts/{id}', run: ({ id, ...alert }) => { this.alerts.set(id, alert); return [204, null]; } },
      clear: { method: 'POST', path: '/alerts/{id}/clear', run: ({ id }) => { this.alerts.delete(id); return [204, null]; } },
    };
  }
}

function get(path, run) {
  return { method: 'GET', path, run };
}

function page(found, more = 'hasMore') {
  return [200, { items: found, [more]: false }];
}

/** Two requests are two postings. */
function posting(path, effects, keyOf, answer = () => ({})) {
  return { method: 'POST', path, run: (fields) => { effects.push(keyOf(fields)); return [201, answer(fields)]; } };
}

function rows(effects, key, row = {}) {
  return effects.filter((each) => each === key).map(() => row);
}

/** The version of a record that was written last, of effects such as "CT-1@2". */
function newest(effects, key, field) {
  const last = effects.filter((each) => each.startsWith(`${key}@`)).at(-1);
  if (!last) return [404, { code: 'UNKNOWN_RECORD', message: key }];
  return [200, { [field]: Number(last.split('@')[1]) }];
}
