/**
 * The journal: an append-only file, the one durable thing here.
 *
 * Each line is a digest and a JSON array of entries, written and synced as one batch. Whoever waits
 * while a sync is under way shares the next one, so that a burst of events costs few syncs. A line
 * that a crash tore is always the last, was acknowledged to nobody, and is cut off when the file is
 * opened again. Damage anywhere else is no crash's doing: then nothing starts.
 */

import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { StorageUnavailable } from '../errors.js';

/** The first size at which a journal is worth sweeping. */
const SWEEP_BYTES = 8 * 1024 * 1024;
const ENTRIES_A_LINE = 500;

/** @typedef {{ entry: unknown, resolve: () => void, reject: (error: Error) => void }} Waiting */

export class Journal {
  /** @type {Waiting[]} */
  #waiting = [];
  #writing = false;
  /** @type {Error | null} after a failed sync nobody knows what is on the disk */
  #broken = null;
  /** @type {Promise<void>} */
  #idle = Promise.resolve();

  /**
   * @param {string} path
   * @param {import('node:fs/promises').FileHandle} file
   * @param {number} size bytes that are known to be good
   * @param {() => Iterable<unknown>} summary entries that say the same as all that are there
   */
  constructor(path, file, size, summary) {
    this.path = path;
    this.file = file;
    this.size = size;
    this.summary = summary;
    this.sweepAbove = SWEEP_BYTES;
  }

  /**
   * Opens a journal, and hands over all its entries in their order.
   * @param {string} path
   * @param {(entry: any) => void} replay
   * @param {() => Iterable<unknown>} [summary] makes it possible to sweep a journal that has grown
   */
  static async open(path, replay, summary = () => []) {
    const file = await open(path, 'a+', 0o600);
    try {
      const good = readEntries(await readFile(path), replay);
      await file.truncate(good);
      await file.sync();
      await syncFolder(path);
      return new Journal(path, file, good, summary);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Keeps an entry; resolves when it is on the disk. Throws StorageUnavailable: then it is not.
   * @param {unknown} entry
   * @returns {Promise<void>}
   */
  append(entry) {
    const kept = new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve: () => resolve(undefined), reject });
    });
    if (!this.#writing) this.#idle = this.#write();
    return kept;
  }

  async close() {
    await this.#idle;
    await this.file.close();
  }

  async #write() {
    this.#writing = true;
    while (this.#waiting.length) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#writeLine(lineOf(batch.map((each) => each.entry)));
        for (const each of batch) each.resolve();
      } catch (error) {
        const why = new StorageUnavailable(String(error));
        for (const each of batch) each.reject(why);
      }
      if (this.size > this.sweepAbove) await this.#sweep();
    }
    this.#writing = false;
  }

  /** Rewrites the file without what is over and done with. Whoever appends meanwhile waits. */
  async #sweep() {
    await setImmediate(); // those who waited for the last batch take note of it first
    const path = `${this.path}.new`;
    /** @type {import('node:fs/promises').FileHandle | undefined} */
    let file;
    try {
      await rm(path, { force: true });
      file = await open(path, 'a+', 0o600);
      let size = 0;
      for (const line of linesOf(this.summary())) {
        await file.appendFile(line);
        size += Buffer.byteLength(line);
      }
      await file.sync();
      await rename(path, this.path);
      [this.file, file] = [file, this.file]; // whatever happens now, the new one is in its place
      this.size = size;
      await syncFolder(this.path);
    } catch (error) {
      console.error(`journal: not swept, it goes on growing: ${error}`);
    }
    await file?.close().catch(() => {});
    this.sweepAbove = Math.max(SWEEP_BYTES, 4 * this.size);
  }

  /** @param {string} line */
  async #writeLine(line) {
    if (this.#broken) throw this.#broken;
    const bytes = Buffer.from(line);
    try {
      await this.file.appendFile(bytes);
    } catch (error) {
      // A full disk may have taken half a line: what comes next must not be glued to it.
      await this.file.truncate(this.size).catch((failure) => { this.#broken = failure; });
      throw error;
    }
    try {
      await this.file.datasync();
    } catch (error) {
      this.#broken = /** @type {Error} */ (error);
      throw error;
    }
    this.size += bytes.length;
  }
}

/** @param {unknown[]} entries */
function lineOf(entries) {
  const text = JSON.stringify(entries);
  return `${digest(text)} ${text}\n`;
}

/** @param {Iterable<unknown>} entries */
function* linesOf(entries) {
  let batch = [];
  for (const entry of entries) {
    batch.push(entry);
    if (batch.length < ENTRIES_A_LINE) continue;
    yield lineOf(batch);
    batch = [];
  }
  if (batch.length) yield lineOf(batch);
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * Replays all good lines; returns how many bytes they take.
 * @param {Buffer} bytes
 * @param {(entry: any) => void} replay
 */
function readEntries(bytes, replay) {
  let begin = 0;
  for (let number = 1; begin < bytes.length; number += 1) {
    const end = bytes.indexOf(0x0a, begin);
    const text = end < 0 ? '' : bytes.toString('utf8', begin, end);
    if (end < 0 || text.slice(0, 16) !== digest(text.slice(17))) {
      if (end >= 0 && end + 1 < bytes.length) {
        throw new Error(`journal: line ${number} is damaged, and others follow; restore the file`);
      }
      return begin;
    }
    for (const entry of JSON.parse(text.slice(17))) replay(entry);
    begin = end + 1;
  }
  return begin;
}

/** A name in a folder survives a power cut only when the folder was synced. @param {string} path */
async function syncFolder(path) {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}
