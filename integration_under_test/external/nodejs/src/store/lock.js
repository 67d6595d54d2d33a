/**
 * One process for each state folder: two would send the same commands.
 *
 * The lock is a listening socket, which ends with its process however that ends, even for a process
 * that was killed and that nobody has waited for yet. A file with a process id would outlive it.
 */

import { createHash } from 'node:crypto';
import { realpath, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;
const LONGEST_PATH = 100;

/**
 * Takes the lock of a folder; throws if another process keeps it. Returns what gives it back.
 * @param {string} folder
 * @returns {Promise<() => Promise<void>>}
 */
export async function takeLock(folder, patienceMs = PATIENCE_MS) {
  const path = await addressOf(folder);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const server = await tryListen(path);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    if (!(await isHeld(path))) await unlink(path).catch(() => {});
    else if (Date.now() > deadline) throw new Error(`another process works in ${folder}`);
    else await sleep(PAUSE_MS);
  }
}

/** In the folder itself, or in the system's own where that path is too long for a socket.
 *  @param {string} folder */
async function addressOf(folder) {
  const real = await realpath(folder);
  const name = `care-${createHash('sha256').update(real).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const inside = join(real, 'lock.sock');
  return Buffer.byteLength(inside) <= LONGEST_PATH ? inside : join(tmpdir(), `${name}.sock`);
}

/** @param {string} path @returns {Promise<import('node:net').Server | null>} */
function tryListen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path, () => resolve(server.unref()));
  });
}

/** @param {string} path @returns {Promise<boolean>} */
function isHeld(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}
