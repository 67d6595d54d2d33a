/** P01 supplier master: a supplier that the ERP creates or changes is one record elsewhere. */

import { text, whole } from '../fields.js';

/** @type {Record<string, import('./kind.js').Flow>} */
export const FLOWS = {
  'erp.supplier.changed': {
    flow: 'P01',
    system: 'erp',
    plan({ data }) {
      const supplier = {
        number: text(data, 'SupplierNumber'),
        name: text(data, 'SupplierName'),
        taxId: text(data, 'TaxIdentifier'),
        terms: text(data, 'PaymentTerms'),
        active: text(data, 'Status') === 'ACTIVE',
        version: whole(data, 'ObjectVersionNumber'),
      };
      const { number: key, version } = supplier;
      return {
        steps: ['sync_supplier', 'sync_party'].map((kind) => ({ kind, key, version, document: supplier })),
      };
    },
  },
};

/** Both targets take whatever comes last, so an older version must not be sent behind a newer one.
 *  @type {Record<string, import('./kind.js').Kind>} */
export const KINDS = {
  sync_supplier: {
    flow: 'P01',
    system: 'procurement',
    operation: 'create_supplier',
    update: 'update_supplier',
    versioned: true,
    look: {
      operation: 'find_suppliers',
      ask: (supplier) => ({ 'erp-number': supplier.number }),
      rows: 'suppliers',
      proves: (row, supplier) => row['erp-version'] >= supplier.version,
      always: true, // whether there is one to update
    },
    write: (supplier, context) => ({
      ...(context.found.length && { id: whole(context.found[0], 'id') }),
      name: supplier.name,
      'tax-id': supplier.taxId,
      'erp-number': supplier.number,
      'erp-version': supplier.version,
      'payment-term': supplier.terms,
      status: supplier.active ? 'active' : 'inactive',
    }),
  },
  sync_party: {
    flow: 'P01',
    system: 'contracts',
    operation: 'put_party',
    versioned: true,
    look: {
      operation: 'get_party',
      ask: (supplier) => ({ erpSupplierNumber: supplier.number }),
      proves: (row, supplier) => row.sourceVersion >= supplier.version,
    },
    write: (supplier) => ({
      erpSupplierNumber: supplier.number,
      name: supplier.name,
      taxId: supplier.taxId,
      status: supplier.active ? 'ACTIVE' : 'INACTIVE',
      sourceVersion: supplier.version,
    }),
  },
};
