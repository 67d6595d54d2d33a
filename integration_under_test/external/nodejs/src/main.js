/**
 * An integration for the Connected Care Testbed in Node.js, without a single dependency.
 *
 * It carries what an ordinary day has: suppliers (P01), prices (P03), orders (P04), receipts (P06),
 * invoices (P07), payments (P08) and usages (P09) between the systems of a hospital group, each
 * exactly once. Two ways lead through it:
 *
 *     event  -> flow (what is owed) -> inbox (dedupe, journal, fsync) -> 204
 *     outbox -> lane of the document -> gateway (look, map, send) -> done, retry or work item
 *
 * Between them lies an append-only journal, so it can be killed at any instant and started again.
 * Start reading at flows/usage_to_charge.js, then delivery/gateway.js. `PORT` says where it listens
 * (0: any free port), `STATE_DIR` where the journal lies; `npm test` checks all of it.
 */

import { Integration } from './integration.js';
import { serverOf } from './server.js';
import { Store } from './store/store.js';

const LAST_WORDS_MS = 10_000;

const store = await Store.open(process.env.STATE_DIR || './state');
const integration = new Integration(store);
const server = serverOf(integration);

server.listen(Number(process.env.PORT || 0), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`serving on http://127.0.0.1:${port}`);
});

/** Ends in good order; what is left to do is in the journal. */
async function end() {
  setTimeout(() => process.exit(0), LAST_WORDS_MS).unref();
  server.close();
  server.closeAllConnections();
  await integration.stop();
  await store.close();
  process.exit(0);
}
process.once('SIGTERM', end);
process.once('SIGINT', end);
