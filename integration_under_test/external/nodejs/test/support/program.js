/** The integration as its users start it: a process with an address, killed and started again. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));

export class Program {
  /** @param {string} folder of its state */
  constructor(folder) {
    this.folder = folder;
    this.url = '';
  }

  async start() {
    const env = { ...process.env, PORT: '0', STATE_DIR: this.folder };
    this.process = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(this.process.stdout), 'line');
    this.url = /^serving on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? '';
    return this;
  }

  /** @param {NodeJS.Signals} signal @returns {Promise<[number | null, string | null]>} code and signal it ended with */
  async end(signal) {
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    return /** @type {any} */ (await ended);
  }

  /** The status of an answer, 0 for none. @param {string} method @param {string} path @param {any} [body] */
  async ask(method, path, body) {
    try {
      const answer = await fetch(this.url + path, {
        method,
        headers: { 'content-type': path === '/events' ? 'application/cloudevents+json' : 'application/json' },
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      return { status: answer.status, body: await answer.json().catch(() => null), headers: answer.headers };
    } catch {
      return { status: 0, body: null, headers: new Headers() };
    }
  }

  /** As a sender: again until it is acknowledged, or it is told to give up. @param {any} event @param {() => boolean} [givesUp] */
  async deliver(event, givesUp = () => false) {
    while (!givesUp()) {
      const { status } = await this.ask('POST', '/events', event);
      if (status >= 200 && status < 300) return;
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }
}
