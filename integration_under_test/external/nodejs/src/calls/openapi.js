/** What a system's OpenAPI document says of its operations: how a call of each is written. */

import { Unreadable } from '../errors.js';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const BODYLESS = ['GET', 'DELETE'];

/** @typedef {{ method: string, path: string, inQuery: Set<string> }} Operation */

/**
 * The operations of a document by their operationId.
 * @param {any} document
 * @returns {Map<string, Operation>}
 */
export function readOperations(document) {
  const operations = new Map();
  for (const [path, item] of Object.entries(document?.paths ?? {})) {
    for (const method of METHODS) {
      const told = /** @type {any} */ (item)[method];
      if (!told?.operationId) continue;
      const parameters = [...(/** @type {any} */ (item).parameters ?? []), ...(told.parameters ?? [])];
      const inQuery = new Set(parameters.filter((each) => each.in === 'query').map((each) => each.name));
      operations.set(told.operationId, { method: method.toUpperCase(), path, inQuery });
    }
  }
  if (!operations.size) throw new Unreadable('an OpenAPI document without operations');
  return operations;
}

/**
 * Where each field of a body goes: into the path, the query or the JSON.
 * @param {Operation} operation
 * @param {Record<string, any>} fields
 * @returns {{ method: string, target: string, body?: Record<string, any> }}
 */
export function writeRequest({ method, path, inQuery }, fields) {
  const rest = { ...fields };
  let target = path.replace(/\{([^}]+)\}/g, (_, name) => {
    const value = rest[name];
    delete rest[name];
    if (value === undefined || value === null || value === '') {
      throw new Unreadable(`${method} ${path}: nothing to put in the place of ${name}`);
    }
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (!BODYLESS.includes(method) && !inQuery.has(name)) continue;
    if (value !== undefined && value !== null) query.set(name, String(value));
    delete rest[name];
  }
  if (query.size) target += `?${query}`;
  return BODYLESS.includes(method) ? { method, target } : { method, target, body: rest };
}
