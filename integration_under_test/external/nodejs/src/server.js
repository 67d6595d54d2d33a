/** The doors, as the page "Write your own integration" describes them. */

import { randomUUID } from 'node:crypto';
import { STATUS_CODES, createServer } from 'node:http';

import { BadRequest, Busy, NotStarted, StorageUnavailable, Unsigned } from './errors.js';
import { subscriptions } from './flows/flows.js';
import { Message } from './message.js';

/** How long a request may take to come; slower ones are told 408 and hung up on. */
const HEAD_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const LOOK_MS = 2_000;
const MOST_CONNECTIONS = 1_000;

/** @typedef {{ status: number, body?: unknown, headers?: Record<string, string> }} Reply */
/** @typedef {(message: Message) => Reply | Promise<Reply>} Door */

/**
 * @param {import('./integration.js').Integration} integration
 * @returns {import('node:http').Server}
 */
export function serverOf(integration) {
  const doors = doorsOf(integration);
  const limits = {
    headersTimeout: HEAD_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: LOOK_MS,
  };
  const server = createServer(limits, async (request, response) => {
    const { status, body, headers = {} } = await answer(request, doors);
    const content = body === undefined ? undefined : JSON.stringify(body);
    response.writeHead(status, { ...(content && { 'content-type': 'application/json' }), ...headers });
    response.end(content);
  });
  server.maxConnections = MOST_CONNECTIONS;
  return server;
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
    'POST /start': async (message) => {
      const told = message.json();
      meant(() => integration.build(told)); // says what is wrong before anything is touched
      await integration.start(told);
      return { status: 204 };
    },
    'POST /clock': (message) => {
      const told = message.json();
      meant(() => integration.setClock(told));
      return { status: 204 };
    },
    'POST /events': async (message) => {
      integration.verifyDelivery(message.headers, message.raw);
      const event = message.json();
      for (const name of ['id', 'source', 'type', 'time']) {
        if (typeof event?.[name] !== 'string') throw new BadRequest(`no CloudEvent: it has no ${name}`);
      }
      await integration.onEvent(event);
      return { status: 204 };
    },
    'POST /resolutions': async (message) => {
      const resolution = message.json();
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

/** Throws BadRequest where something throws. @param {() => unknown} act */
function meant(act) {
  try {
    act();
  } catch (error) {
    throw new BadRequest(/** @type {Error} */ (error).message);
  }
}

/** @param {import('node:http').IncomingMessage} request @param {Record<string, Door>} doors @returns {Promise<Reply>} */
async function answer(request, doors) {
  const [path] = (request.url ?? '/').split('?');
  const door = doors[`${request.method} ${path}`];
  if (!door) return problem(404, 'there is no such door');
  try {
    return await door(await Message.of(request));
  } catch (error) {
    return refusal(/** @type {Error} */ (error));
  }
}

/** Whatever is not acknowledged comes again. @param {Error} error @returns {Reply} */
function refusal(error) {
  if (error instanceof BadRequest) {
    // The rest of what is too much is not waited for.
    const rest = error.status === 413 ? { connection: 'close' } : {};
    return problem(error.status, error.message, rest);
  }
  if (error instanceof Unsigned) return problem(401, error.message, { 'www-authenticate': 'Webhook-Signature' });
  if (error instanceof Busy) {
    return problem(429, error.message, { 'retry-after': String(error.retryAfterS) });
  }
  if (error instanceof NotStarted || error instanceof StorageUnavailable) return problem(503, error.message);
  // What it says may quote a document, so neither log nor answer has it.
  const reference = randomUUID();
  console.error(`${reference}: ${error.name} ${framesOf(error)}`);
  return problem(500, `refused; the log says more under ${reference}`);
}

/** A problem document (RFC 9457). @param {number} status @param {string} detail @param {Record<string, string>} [headers] @returns {Reply} */
function problem(status, detail, headers = {}) {
  const body = { title: STATUS_CODES[status], status, detail };
  return { status, body, headers: { 'content-type': 'application/problem+json', ...headers } };
}

/** Where it was thrown, without its words. @param {Error} error */
function framesOf({ stack = '' }) {
  return stack.split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim()).join(' ');
}
