/** What is committed is there after a crash, as a whole, and what was torn is not. */

import assert from 'node:assert/strict';
import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { StorageUnavailable } from '../src/errors.js';
import { Journal } from '../src/store/journal.js';
import { takeLock } from '../src/store/lock.js';
import { Store } from '../src/store/store.js';
import { folderOf } from './support/within.js';

/** @param {string} path */
async function entriesOf(path) {
  /** @type {any[]} */
  const entries = [];
  const journal = await Journal.open(path, (entry) => entries.push(entry));
  return { journal, entries };
}

test('entries are there in their order when the file is opened again', async (t) => {
  const path = join(await folderOf(t), 'journal');
  const first = await entriesOf(path);
  await Promise.all([1, 2, 3].map((each) => first.journal.append(each)));
  await first.journal.append('líne\nbreak');
  await first.journal.close();
  const second = await entriesOf(path);
  assert.deepEqual(second.entries, [1, 2, 3, 'líne\nbreak']);
  await second.journal.close();
});

test('a torn last line is cut off, wherever it tore', async (t) => {
  const path = join(await folderOf(t), 'journal');
  const first = await entriesOf(path);
  await first.journal.append('kept');
  const whole = first.journal.size;
  await first.journal.append('torn');
  const all = first.journal.size;
  await first.journal.close();
  const bytes = await readFile(path);
  for (let size = whole; size < all; size += 1) {
    await writeFile(path, bytes.subarray(0, size));
    const again = await entriesOf(path);
    assert.deepEqual(again.entries, ['kept'], `torn at byte ${size}`);
    await again.journal.append('next');
    await again.journal.close();
    const last = await entriesOf(path);
    assert.deepEqual(last.entries, ['kept', 'next']);
    await last.journal.close();
  }
});

test('damage in the middle is no crash: nothing starts on it', async (t) => {
  const path = join(await folderOf(t), 'journal');
  const first = await entriesOf(path);
  await first.journal.append('one');
  await first.journal.append('two');
  await first.journal.close();
  const bytes = await readFile(path);
  bytes[20] ^= 1;
  await writeFile(path, bytes);
  await assert.rejects(entriesOf(path), /line 1 is damaged/);
});

test('what the disk does not take is refused, and what was there stays readable', async (t) => {
  const path = join(await folderOf(t), 'journal');
  const first = await entriesOf(path);
  await first.journal.append('kept');
  // Half a line lands, then the disk is full.
  const real = first.journal.file;
  first.journal.file = Object.assign(Object.create(real), {
    appendFile: async () => { await appendFile(path, 'half a li'); throw new Error('ENOSPC'); },
    truncate: (/** @type {number} */ size) => truncate(path, size),
  });
  await assert.rejects(first.journal.append('refused'), StorageUnavailable);
  first.journal.file = real;
  await first.journal.append('kept too');
  await first.journal.close();
  const second = await entriesOf(path);
  assert.deepEqual(second.entries, ['kept', 'kept too']);
  await second.journal.close();
});

test('a journal that has grown is swept while others write, and says the same', async (t) => {
  const path = join(await folderOf(t), 'journal');
  /** @type {Map<string, number>} */
  const rows = new Map();
  const replay = (/** @type {any} */ [key, value]) => { rows.set(key, value); };
  const first = await Journal.open(path, replay, () => rows);
  first.sweepAbove = 2000;
  const write = async (/** @type {string} */ key, /** @type {number} */ value) => {
    await first.append([key, value]);
    replay([key, value]);
  };
  const inode = (await stat(path)).ino;
  await Promise.all(['a', 'b', 'c'].map(async (key) => {
    for (let each = 0; each < 60; each += 1) await write(key, each);
  }));
  assert.ok(first.size < 2000, `${first.size} bytes`);
  assert.notEqual((await stat(path)).ino, inode);
  await first.append(['d', 4]);
  await first.close();
  rows.clear();
  await (await Journal.open(path, replay)).close();
  assert.deepEqual([...rows].sort(), [['a', 59], ['b', 59], ['c', 59], ['d', 4]]);
});

test('a transaction is there as a whole after the store was opened again', async (t) => {
  const folder = await folderOf(t);
  const first = await Store.open(folder);
  await first.commit([['inbox', 'e1', 1], ['outbox', 'c1', { kind: 'x' }]]);
  await first.commit([['outbox', 'c1', undefined], ['applied', 'c1', 0]]);
  await first.close();
  const second = await Store.open(folder);
  assert.equal(second.get('inbox', 'e1'), 1);
  assert.equal(second.count('outbox'), 0);
  assert.equal(second.get('applied', 'c1'), 0);
  await second.close();
});

test('one process for each folder', async (t) => {
  const folder = await folderOf(t);
  const giveBack = await takeLock(folder);
  await assert.rejects(takeLock(folder, 150), /another process works/);
  await giveBack();
  await (await takeLock(folder))();
});
