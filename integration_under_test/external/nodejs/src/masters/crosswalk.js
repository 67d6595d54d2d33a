/**
 * The crosswalk: which codes of the systems mean the same facility, department, item.
 *
 * Facilities are joined by their global location number (GLN), items by the ERP's number. A lookup
 * throws UnknownCode where it has nothing.
 */

import { PackInDoubt, UnknownCode } from '../errors.js';
import { anyText, quantity, text } from '../fields.js';

/** @typedef {{ number: string, inventoryId: string, unit: string, factor: number, implant: boolean }} Item */
/** @typedef {{ gln: string, businessUnit: string, timeZone: string }} Facility */

export class Crosswalk {
  /** @type {Map<string, Facility>} by GLN */
  #byGln = new Map();
  /** @type {Map<string, string>} GLN by `system:code` */
  #glns = new Map();
  /** @type {Map<string, string>} what inventory calls the facility with a GLN */
  #inventoryFacilities = new Map();
  /** @type {Map<string, string>} cost centre by inventory location */
  #costCenters = new Map();
  /** @type {Map<string, Item>} */
  #items = new Map();
  /** @type {Map<string, Map<string, number>>} the ERP's packs: item -> unit -> eaches */
  #erpPacks = new Map();
  /** @type {Map<string, string>} charge code by item */
  #chargeCodes = new Map();

  /**
   * @param {Partial<Record<import('./masters.js').ListName, any[]>>} lists what could be read
   * @param {boolean} isWhole whether that is all of them
   */
  constructor(lists, isWhole) {
    this.isWhole = isWhole;
    this.chargesRead = Boolean(lists.charges);
    this.packsRead = Boolean(lists.erpItems);
    for (const row of lists.businessUnits ?? []) {
      const [gln, businessUnit] = [text(row, 'GLN'), text(row, 'BusinessUnit')];
      this.#byGln.set(gln, { gln, businessUnit, timeZone: text(row, 'TimeZone') });
      this.#glns.set(`erp:${businessUnit}`, gln);
    }
    for (const row of lists.shipTos ?? []) {
      this.#glns.set(`procurement:${text(row, 'code')}`, text(row, 'gln'));
    }
    for (const row of lists.stockRooms ?? []) {
      this.#glns.set(`inventory:${text(row, 'facility')}`, text(row, 'gln'));
      this.#inventoryFacilities.set(text(row, 'gln'), text(row, 'facility'));
      this.#costCenters.set(text(row, 'location'), text(row, 'cost_center'));
    }
    for (const row of lists.erpItems ?? []) {
      const packs = row.Units.map((/** @type {any} */ unit) => [unit.UOMCode, quantity(unit, 'Factor')]);
      this.#erpPacks.set(text(row, 'ItemNumber'), new Map(packs));
    }
    for (const row of lists.items ?? []) this.#addItem(row);
    for (const row of lists.charges ?? []) {
      const item = anyText(row, 'supplyItem'); // services have none
      if (item) this.#chargeCodes.set(item, text(row, 'chargeCode'));
    }
  }

  /** @param {string} code `system:code` @returns {Facility} */
  facility(code) {
    const found = this.#byGln.get(this.#glns.get(code) ?? '');
    return found ?? this.#unknown('facility', code);
  }

  /** What inventory calls a facility. @param {string} code `system:code` */
  inventoryFacility(code) {
    const { gln } = this.facility(code);
    return this.#inventoryFacilities.get(gln) ?? this.#unknown('facility of inventory', code);
  }

  /** @param {string} location of inventory */
  costCenter(location) {
    return this.#costCenters.get(location) ?? this.#unknown('location', location);
  }

  /** @param {string} number @returns {Item} */
  item(number) {
    return this.#items.get(number) ?? this.#unknown('item', number);
  }

  /** The same; throws PackInDoubt where the ERP, which converts, counts another number of eaches.
   *  @param {string} number */
  itemToConvert(number) {
    const item = this.item(number);
    if (!this.packsRead) this.#unknown('pack', number);
    const told = this.#erpPacks.get(number)?.get(item.unit);
    // A unit that the ERP does not have at all is no doubt: it refuses it.
    if (told !== undefined && told !== item.factor) {
      const said = `${item.unit} holds ${told} EA in the ERP, ${item.factor} in inventory`;
      throw new PackInDoubt(`item ${number}: ${said}; correct the one that is wrong`);
    }
    return item;
  }

  /** "" for an item that is not billed on its own. @param {string} item */
  chargeCode(item) {
    const found = this.#chargeCodes.get(item);
    if (found) return found;
    if (!this.chargesRead) this.#unknown('charge code', item);
    this.item(item);
    return '';
  }

  /** @param {any} row */
  #addItem(row) {
    const number = text(row, 'erp_item_number');
    this.#items.set(number, {
      number,
      inventoryId: text(row, 'item_id'),
      unit: text(row, 'purchase_uom'),
      factor: quantity(row, 'factor'),
      implant: row.implant === true,
    });
  }

  /** @param {string} table @param {string} code @returns {never} */
  #unknown(table, code) {
    throw new UnknownCode(table, code, !this.isWhole);
  }
}
