/** Waits, but never for ever. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Integration } from '../../src/integration.js';
import { Store } from '../../src/store/store.js';
import { FakeHospital } from './fake_hospital.js';

/** Until a condition holds. @param {() => any} holds @param {string} what */
export async function until(holds, what, withinMs = 10_000) {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(5);
  }
}

/** A folder that is gone after the test. @param {import('node:test').TestContext} test */
export async function folderOf(test) {
  const folder = await mkdtemp(join(tmpdir(), 'care-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A hospital with the integration at work in it, in this process.
 * @param {import('node:test').TestContext} test @param {Record<string, number>} [settings]
 * @param {(hospital: FakeHospital) => void} [prepare] before it starts
 */
export async function atWork(test, settings = {}, prepare = () => {}) {
  const hospital = await new FakeHospital().start();
  const store = await Store.open(await folderOf(test));
  const integration = new Integration(store);
  test.after(async () => {
    await integration.stop();
    await store.close();
    await hospital.stop();
  });
  prepare(hospital);
  await integration.start(hospital.told(settings));
  const done = () => until(() => integration.backlog === 0, 'everything is done');
  return { hospital, integration, store, done };
}
