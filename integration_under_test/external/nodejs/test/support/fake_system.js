/** A small fake of one system: operations with an OpenAPI document, and faults a test can plant. */

import { createServer } from 'node:http';

/**
 * A fault is one of 'reset before', 'reset after', '500 after', 'half an answer', or an answer in
 * the place of the operation's own: [status, body, headers].
 * @typedef {string | [number, any, Record<string, string>?]} Fault
 * @typedef {{ method: string, path: string, run: (fields: any, headers: any) => [number, any] }} Operation
 */

export class FakeSystem {
  /** @type {{ operation: string, fields: any, headers: any, at: number }[]} */
  calls = [];
  /** @type {Map<string, Fault[]>} what the next calls of an operation meet */
  faults = new Map();
  underWay = 0;
  mostUnderWay = 0;
  delayMs = 0;

  /** @param {string} name @param {Record<string, Operation>} operations */
  constructor(name, operations) {
    this.name = name;
    this.operations = operations;
  }

  async start(port = 0) {
    this.server = createServer((request, response) => { this.#serve(request, response); });
    await new Promise((resolve) => { this.server.listen(port, '127.0.0.1', () => resolve(undefined)); });
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  get place() {
    return { url: this.url, openapi: `${this.url}/openapi.json` };
  }

  /** @param {string} operation @param {...Fault} faults */
  plant(operation, ...faults) {
    this.faults.set(operation, [...(this.faults.get(operation) ?? []), ...faults]);
  }

  /** @param {string} operation */
  called(operation) {
    return this.calls.filter((call) => call.operation === operation);
  }

  get document() {
    /** @type {Record<string, any>} */
    const paths = {};
    for (const [operationId, { method, path }] of Object.entries(this.operations)) {
      paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId, parameters: [] } };
    }
    return { openapi: '3.1.0', paths };
  }

  async #serve(request, response) {
    const url = new URL(request.url, this.url);
    let text = '';
    for await (const part of request) text += part;
    if (url.pathname === '/openapi.json') return response.end(JSON.stringify(this.document));
    for (const [name, operation] of Object.entries(this.operations)) {
      const found = operation.method === request.method && pathFields(operation.path, url.pathname);
      if (!found) continue;
      const fields = { ...(text && JSON.parse(text)), ...Object.fromEntries(url.searchParams), ...found };
      return this.#answer(name, operation, fields, request, response);
    }
    response.writeHead(404).end('{"detail":"Not Found"}');
  }

  async #answer(name, operation, fields, request, response) {
    this.calls.push({ operation: name, fields, headers: request.headers, at: Date.now() });
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    if (this.delayMs) await new Promise((resolve) => { setTimeout(resolve, this.delayMs); });
    this.underWay -= 1;
    const fault = this.faults.get(name)?.shift();
    if (fault === 'reset before') return request.socket.destroy();
    if (Array.isArray(fault)) return send(response, ...fault);
    const [status, body] = operation.run(fields, request.headers);
    if (fault === 'reset after') return request.socket.destroy();
    if (fault === '500 after') return send(response, 500, { oops: true });
    if (fault === 'half an answer') {
      response.writeHead(status, { 'content-length': '1000' });
      response.write('{"half":', () => request.socket.destroy());
      return undefined;
    }
    return send(response, status, body);
  }
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** @param {string} path @param {string} actual */
function pathFields(path, actual) {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`);
  const found = pattern.exec(actual);
  return found && Object.fromEntries(names.map((name, place) => [name, decodeURIComponent(found[place + 1])]));
}
