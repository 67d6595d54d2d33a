/** The doors, as the page "Write your own integration" describes them. */

import { createServer } from 'node:http';

import { Busy, NotStarted, StorageUnavailable } from './errors.js';
import { subscriptions } from './flows/flows.js';

const MOST_BYTES = 16 * 1024 * 1024;

/** @typedef {{ status: number, body?: unknown, headers?: Record<string, string> }} Reply */
/** @typedef {(body: any) => Reply | Promise<Reply>} Door */

class BadRequest extends Error {}

/**
 * @param {import('./integration.js').Integration} integration
 * @returns {import('node:http').Server}
 */
export function serverOf(integration) {
  const doors = doorsOf(integration);
  return createServer(async (request, response) => {
    const { status, body, headers = {} } = await answer(request, doors);
    const content = body === undefined ? undefined : JSON.stringify(body);
    response.writeHead(status, { ...(content && { 'content-type': 'application/json' }), ...headers });
    response.end(content);
  });
}

/** @param {import('./integration.js').Integration} integration @returns {Record<string, Door>} */
function doorsOf(integration) {
  return {
    'GET /health': () => {
      const { isStarted: started, backlog } = integration;
      return { status: 200, body: { started, backlog } };
    },
    'GET /subscriptions': () => {
      const doors = { documents: false, requests: false, resolutions: true };
      return { status: 200, body: { subscriptions: subscriptions(), ...doors } };
    },
    'POST /start': async (told) => {
      try {
        integration.build(told); // says what is wrong with it before anything is touched
      } catch (error) {
        throw new BadRequest(/** @type {Error} */ (error).message);
      }
      await integration.start(told);
      return { status: 204 };
    },
    'POST /clock': (told) => {
      integration.setClock(told);
      return { status: 204 };
    },
    'POST /events': async (event) => {
      for (const name of ['id', 'source', 'type', 'time']) {
        if (typeof event?.[name] !== 'string') throw new BadRequest(`no CloudEvent: it has no ${name}`);
      }
      await integration.onEvent(event);
      return { status: 204 };
    },
    'POST /resolutions': async (resolution) => {
      if (typeof resolution?.item_id !== 'string') throw new BadRequest('a resolution names its item_id');
      await integration.onResolution(resolution);
      return { status: 204 };
    },
    'POST /stop': async () => {
      await integration.stop();
      return { status: 204 };
    },
  };
}

/** @param {import('node:http').IncomingMessage} request @param {Record<string, Door>} doors @returns {Promise<Reply>} */
async function answer(request, doors) {
  const [path] = (request.url ?? '/').split('?');
  const door = doors[`${request.method} ${path}`];
  try {
    const body = await bodyOf(request);
    return door ? await door(body) : { status: 404, body: { error: `no ${request.method} ${path} here` } };
  } catch (error) {
    return refusal(/** @type {Error} */ (error));
  }
}

/** Whatever is not acknowledged comes again. @param {Error} error @returns {Reply} */
function refusal(error) {
  const body = { error: error.message };
  if (error instanceof BadRequest) return { status: 400, body };
  if (error instanceof Busy) {
    return { status: 429, body, headers: { 'retry-after': String(error.retryAfterS) } };
  }
  if (error instanceof NotStarted || error instanceof StorageUnavailable) return { status: 503, body };
  console.error(error);
  return { status: 500, body };
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<any>} undefined without a body */
async function bodyOf(request) {
  /** @type {Buffer[]} */
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) throw new BadRequest(`more than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  if (!size) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (error) {
    throw new BadRequest(`no JSON: ${/** @type {Error} */ (error).message}`);
  }
}
