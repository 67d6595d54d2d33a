/** Commands of a lane go in turn, other lanes beside them; a parked lane stands still. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Lanes } from '../src/delivery/lanes.js';

/** @param {string} lane @param {string} row @returns {any} */
const command = (lane, row) => ({ lane, row });

test('in turn within a lane, side by side otherwise', async () => {
  /** @type {string[]} */
  const story = [];
  const lanes = new Lanes(async ({ lane, row }) => {
    story.push(`begin ${row}`);
    await sleep(lane === 'slow' ? 40 : 5);
    story.push(`end ${row}`);
    return 'done';
  });
  for (const row of ['s1', 's2', 's3']) lanes.submit(command('slow', row));
  lanes.submit(command('slow', 's1')); // a copy
  lanes.submit(command('fast', 'f1'));
  assert.equal(lanes.backlog, 4);
  await lanes.idle();
  assert.deepEqual(story.filter((each) => each.includes('s')), ['begin s1', 'end s1', 'begin s2', 'end s2', 'begin s3', 'end s3']);
  assert.ok(story.indexOf('end f1') < story.indexOf('end s1'));
  assert.equal(lanes.backlog, 0);
});

test('what comes later does not overtake what was parked', async () => {
  /** @type {string[]} */
  const done = [];
  let bad = true;
  const lanes = new Lanes(async ({ row }) => {
    if (row === 'a1' && bad) return 'parked';
    done.push(row);
    return 'done';
  });
  for (const [lane, row] of [['a', 'a1'], ['a', 'a2'], ['b', 'b1']]) lanes.submit(command(lane, row));
  await lanes.idle();
  lanes.submit(command('a', 'a3'));
  await lanes.idle();
  assert.deepEqual(done, ['b1']);
  bad = false;
  lanes.unpark('a', command('a', 'a1'));
  await lanes.idle();
  assert.deepEqual(done, ['b1', 'a1', 'a2', 'a3']);
});

test('a stop leaves everything as it is', async () => {
  let begun = 0;
  const lanes = new Lanes(async () => { begun += 1; return 'left'; });
  lanes.submit(command('a', 'a1'));
  lanes.submit(command('a', 'a2'));
  await lanes.stop();
  lanes.submit(command('b', 'b1'));
  assert.equal(begun, 1);
});
