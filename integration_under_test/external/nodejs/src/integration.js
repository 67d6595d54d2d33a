/** The integration: what it is made of, and what its doors do. */

import { setMaxListeners } from 'node:events';

import { Clock } from './clock.js';
import { Gate } from './calls/gate.js';
import { SystemClient } from './calls/system_client.js';
import { Way } from './calls/way.js';
import { DeadLetters } from './delivery/dead_letters.js';
import { Delivery } from './delivery/delivery.js';
import { Gateway } from './delivery/gateway.js';
import { Inbox, eventKey } from './delivery/inbox.js';
import { Lanes } from './delivery/lanes.js';
import { periodItem } from './delivery/period.js';
import { Busy, NotStarted, Unavailable } from './errors.js';
import { FLOWS, KINDS } from './flows/flows.js';
import { Masters } from './masters/masters.js';
import { Alerts } from './people/alerts.js';
import { Notices } from './people/notices.js';
import { WorkItems } from './people/work_items.js';
import { readSettings } from './settings.js';
import { readSecrets, verify } from './webhooks.js';

/** @typedef {import('./flows/kind.js').Event} Event */
/** Of one event: its sender gives up after a few attempts, and a loss is worse than a long queue. */
const BEARABLE_REFUSALS = 2;
const MASTERS_WAIT_MS = 5000;

export class Integration {
  /** @type {Awaited<ReturnType<Integration['build']>> | null} */
  #parts = null;
  /** @type {Map<string, number>} */
  #turnedAway = new Map();

  /** @param {import('./store/store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  /** Commands that are not finished; dead letters are a clerk's. */
  get backlog() {
    return this.store.count('outbox');
  }

  /** False until somebody has said where the systems are. */
  get isStarted() {
    return this.#parts !== null;
  }

  /** Builds everything anew and goes on with what is stored. Throws for what cannot be meant.
   *  @param {any} told the body of POST /start */
  async start(told) {
    const parts = this.build(told);
    await this.stop();
    this.#parts = parts;
    const reading = parts.masters.refresh();
    this.#resume(parts);
    // A system may be away just now: what needs its masters waits for them, the rest goes on.
    await Promise.race([reading, parts.timer(MASTERS_WAIT_MS)]);
  }

  /** Returns for a delivery that was signed as agreed. Throws NotStarted or Unsigned.
   *  @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} body */
  verifyDelivery(headers, body) {
    if (!this.#parts) throw new NotStarted();
    const { secrets } = this.#parts;
    if (secrets.length) verify(secrets, headers, body);
  }

  /** When this returns, the event is durable with all that it owes. Throws NotStarted, Busy or
   *  StorageUnavailable. @param {Event} event */
  async onEvent(event) {
    if (!this.#parts) throw new NotStarted();
    if (!FLOWS[event.type]) return; // nothing that we asked for
    const { inbox, lanes, settings } = this.#parts;
    this.#admit(event, settings);
    for (const command of await inbox.accept(event)) lanes.submit(command);
  }

  /** @param {{ item_id: string, action: string }} resolution */
  async onResolution({ item_id: itemId, action }) {
    if (!this.#parts) throw new NotStarted();
    const { deadLetters, inbox, lanes, workItems } = this.#parts;
    const found = deadLetters.find(itemId);
    if (!found || !['retry', 'dismiss'].includes(action)) return; // decided on before, or only seen
    const [key, letter] = found;
    if (action === 'retry' && letter.event) {
      for (const command of await inbox.accept(letter.event)) lanes.submit(command);
      if (!this.store.has('inbox', key)) await this.#stillUnreadable(key, letter);
      return;
    }
    const again = action === 'retry' && letter.command
      ? { ...letter.command, since: Date.now(), retried: letter.retried + 1 }
      : undefined;
    const reason = again ? 'tried again, as a clerk decided' : 'dismissed by a clerk';
    await this.store.commit([
      ...deadLetters.takenOut(key, letter, reason),
      /** @type {import('./store/store.js').Change} */ (again ? ['outbox', key, again] : ['sending', key, undefined]),
    ]);
    workItems.close(itemId);
    if (letter.command) lanes.unpark(letter.command.lane, again);
  }

  /** Lets what is under way come to its end. The rest stays in the outbox for the next start. */
  async stop() {
    const parts = this.#parts;
    this.#parts = null;
    if (!parts) return;
    parts.stopping.abort();
    await parts.lanes.stop();
    await parts.notices.settled();
  }

  /** @param {any} told */
  setClock(told) {
    const clock = new Clock(told);
    if (this.#parts) Object.assign(this.#parts.clock, clock);
  }

  /** @param {any} told */
  build(told) {
    const settings = readSettings(told?.settings ?? {});
    const clock = new Clock(told?.clock ?? {});
    if (typeof told.systems !== 'object' || typeof told.work_items !== 'string') {
      throw new Error('systems and work_items: expected where they are');
    }
    const stopping = new AbortController();
    const { signal } = stopping;
    setMaxListeners(0, signal); // every command that waits listens
    const { store } = this;
    const secrets = readSecrets(told);
    const way = Way.of(told);
    const notices = new Notices(way, settings, signal);
    const workItems = new WorkItems(told.work_items, notices, store);
    const alerts = new Alerts(told.alerts, notices);
    const clients = clientsOf(told, way, settings, alerts);
    const client = (/** @type {string} */ system) => {
      const found = clients.get(system);
      if (!found) throw new Unavailable(`there is no system ${system} in this run`);
      return found;
    };
    const masters = new Masters(
      (system, operation, fields) => client(system).call(operation, fields, { signal }),
      settings.masters_refresh_s * 1000,
    );
    const deadLetters = new DeadLetters(store, workItems);
    const inbox = new Inbox(store, deadLetters);
    const gateway = new Gateway({ client, masters, store, signal });
    const delivery = new Delivery({ gateway, deadLetters, workItems, store, clock, settings, signal });
    const lanes = new Lanes((command) => delivery.finish(command));
    const timer = (/** @type {number} */ ms) => new Promise((resolve) => { setTimeout(resolve, ms).unref(); });
    return { alerts, clients, clock, deadLetters, inbox, lanes, masters, notices, secrets, settings, stopping, timer, workItems };
  }

  /** @param {NonNullable<Awaited<ReturnType<Integration['build']>>>} parts */
  #resume({ alerts, clients, deadLetters, lanes, workItems }) {
    for (const system of clients.keys()) alerts.silence(system, false);
    workItems.resume();
    for (const { command, item } of deadLetters.all()) {
      workItems.open(item);
      if (command) lanes.park(command.lane);
    }
    const waiting = this.store.rows('outbox').map(([, command]) => command);
    waiting.sort((one, other) => one.number - other.number);
    for (const command of waiting) {
      if (command.day) workItems.open(periodItem(command, KINDS[command.kind].flow));
      lanes.submit(command);
    }
  }

  /** Back-pressure. @param {Event} event @param {import('./settings.js').Settings} settings */
  #admit(event, settings) {
    const key = eventKey(event);
    const refusals = this.#turnedAway.get(key) ?? 0;
    if (this.backlog < settings.max_backlog || refusals >= BEARABLE_REFUSALS) {
      this.#turnedAway.delete(key);
      return;
    }
    this.#turnedAway.set(key, refusals + 1);
    throw new Busy(settings.busy_retry_after_s);
  }

  /** @param {string} key @param {import('./delivery/dead_letters.js').Letter} letter */
  async #stillUnreadable(key, letter) {
    const { deadLetters, workItems } = /** @type {NonNullable<typeof this.#parts>} */ (this.#parts);
    if (!letter.event) return;
    await this.store.commit([['closing', letter.item.id, 'read again in vain']]);
    await deadLetters.refuse(key, letter.event, letter.item.reason, letter.item.flow, letter.retried + 1);
    workItems.close(letter.item.id);
  }
}

/** A client for each system, with a gate of its own.
 *  @param {any} told @param {Way} way @param {import('./settings.js').Settings} settings @param {Alerts} alerts */
function clientsOf(told, way, settings, alerts) {
  /** @type {Map<string, SystemClient>} */
  const clients = new Map();
  for (const [system, place] of Object.entries(told.systems)) {
    const gate = new Gate(settings.max_concurrency, (silent) => alerts.silence(system, silent));
    const line = { way, gate, timeoutMs: settings.call_timeout_s * 1000 };
    clients.set(system, new SystemClient(system, place, line));
  }
  return clients;
}
