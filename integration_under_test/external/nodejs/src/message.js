/** What came in, read with suspicion. Nothing of it is repeated to anybody: it may be a patient's. */

import { BadRequest } from './errors.js';

const MOST_BYTES = 1_000_000;
const MOST_DEPTH = 64;
const JSON_TYPES = ['application/json', 'application/cloudevents+json'];
const [QUOTE, BACKSLASH, BRACE, BRACKET, BRACE_END, BRACKET_END] = Buffer.from('"\\{[}]');

export class Message {
  /** @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} raw */
  constructor(headers, raw) {
    this.headers = headers;
    this.raw = raw;
  }

  /** The whole of a request. Throws BadRequest for more than is taken. @param {import('node:http').IncomingMessage} request */
  static async of(request) {
    const { headers } = request;
    const [type] = (headers['content-type'] ?? JSON_TYPES[0]).split(';');
    if (!JSON_TYPES.includes(type.trim().toLowerCase()) || headers['content-encoding']) {
      throw new BadRequest(`expected ${JSON_TYPES.join(' or ')}, not compressed`, 415);
    }
    if (Number(headers['content-length']) > MOST_BYTES) throw tooMuch();
    /** @type {Buffer[]} */
    const parts = [];
    let size = 0;
    for await (const part of request) {
      size += part.length;
      if (size > MOST_BYTES) throw tooMuch();
      parts.push(part);
    }
    return new Message(headers, Buffer.concat(parts));
  }

  /** Its JSON, undefined without a body. Throws BadRequest. @returns {any} */
  json() {
    if (!this.raw.length) return undefined;
    if (depthOf(this.raw) > MOST_DEPTH) throw new BadRequest(`nested deeper than ${MOST_DEPTH} levels`);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(this.raw));
    } catch {
      throw new BadRequest('no JSON');
    }
  }
}

function tooMuch() {
  return new BadRequest(`more than ${MOST_BYTES} bytes`, 413);
}

/** How deep the brackets outside of texts go. @param {Buffer} raw */
function depthOf(raw) {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at];
    if (isText && byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isText = !isText;
    else if (!isText && (byte === BRACE || byte === BRACKET)) deepest = Math.max(deepest, depth += 1);
    else if (!isText && (byte === BRACE_END || byte === BRACKET_END)) depth -= 1;
  }
  return deepest;
}
