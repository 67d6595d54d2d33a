/** Days, amounts and units: exact, or refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Clock } from '../src/clock.js';
import { flag, list, quantity, text, whole } from '../src/fields.js';
import {
  costEachCents, firstOfNextMonth, fromCompactDay, fromUsDay, localDay, priceOf, toCompactDay, toUsDay, wholeUnits,
} from '../src/notation.js';
import { readSettings } from '../src/settings.js';

test('days', () => {
  assert.equal(fromUsDay('04/30/2026'), '2026-04-30');
  assert.equal(toUsDay('2026-04-30'), '04/30/2026');
  assert.equal(fromCompactDay('20260430'), '2026-04-30');
  assert.equal(fromCompactDay('20260430121500'), '2026-04-30');
  assert.equal(fromCompactDay(''), '');
  assert.equal(toCompactDay('2026-04-30'), '20260430');
  assert.equal(localDay('2026-04-16T02:11:36.863471+00:00', 'America/Chicago'), '2026-04-15');
  assert.equal(firstOfNextMonth('2026-12-31'), '2027-01-01');
  assert.equal(firstOfNextMonth('2026-01-31'), '2026-02-01');
  for (const bad of ['2026-04-30', '4/30/2026', '']) assert.throws(() => fromUsDay(bad));
});

test('prices keep what they have, and two decimals at least', () => {
  assert.equal(priceOf('782.7800'), '782.78');
  assert.equal(priceOf('0.1250'), '0.125');
  assert.equal(priceOf('5'), '5.00');
  assert.equal(priceOf('12345678901234.10'), '12345678901234.10');
  for (const bad of ['', '-1.00', '1e3', '1,000.00']) assert.throws(() => priceOf(bad));
});

test('the cost of one is rounded half up, without a float in between', () => {
  assert.equal(costEachCents('17.1100', 20), 86); // 85.55 cents
  assert.equal(costEachCents('0.2500', 10), 3); // 2.5 cents
  assert.equal(costEachCents('64.86', 1), 6486);
  assert.throws(() => costEachCents('0.12345', 1));
});

test('whole units', () => {
  assert.deepEqual([wholeUnits(20, 10), wholeUnits(15, 10), wholeUnits(1, 1)], [2, null, 1]);
});

test('fields of another shape are refused', () => {
  assert.throws(() => text({ a: 1 }, 'a'), /a: expected a text, got 1/);
  assert.throws(() => text({}, 'a'), /got nothing/);
  assert.throws(() => whole({ a: '1' }, 'a'));
  assert.throws(() => quantity({ a: 0 }, 'a'));
  assert.throws(() => flag({ a: 'yes' }, 'a'));
  assert.throws(() => list(undefined, 'a'));
  assert.equal(quantity({ a: '12.0' }, 'a'), 12);
});

test('business time passes as fast as it was told', () => {
  const wall = new Date(Date.now() - 1000).toISOString();
  const clock = new Clock({ business: '2026-04-14T05:00:00+00:00', wall, speed: 3600 });
  const passed = clock.now().getTime() - Date.parse('2026-04-14T05:00:00Z');
  assert.ok(passed >= 3_600_000 && passed < 3_600_000 * 5);
  assert.equal(clock.wallMsOf(1), 1000);
  assert.throws(() => new Clock({ business: 'x', wall, speed: 1 }));
});

test('settings that cannot be meant are refused', () => {
  assert.equal(readSettings({ settle_s: 1 }).settle_s, 1);
  assert.throws(() => readSettings({ setle_s: 1 }), /settings.setle_s: unknown/);
  assert.throws(() => readSettings({ settle_s: 0 }), /expected a positive number/);
});
