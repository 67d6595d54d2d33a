/**
 * Lanes: commands of one lane in turn, of different lanes side by side.
 *
 * A lane lives while it has work, so nothing grows with the number of documents that ever passed. A
 * parked lane stands still: what comes later must not overtake what a person has to decide on.
 */

/** @typedef {import('./command.js').Command} Command */
/** @typedef {'done' | 'parked' | 'left'} Ending `left`: we are being stopped, it stays as it is */

export class Lanes {
  /** @type {Map<string, Command[]>} */
  #queues = new Map();
  /** @type {Set<string>} */
  #parked = new Set();
  /** @type {Map<string, Promise<void>>} */
  #running = new Map();
  #stopped = false;

  /** @param {(command: Command) => Promise<Ending>} finish */
  constructor(finish) {
    this.finish = finish;
  }

  /** @param {Command} command */
  submit(command) {
    const queue = this.#queueOf(command.lane);
    if (queue.some((each) => each.row === command.row)) return;
    queue.push(command);
    this.#begin(command.lane);
  }

  /** Lets nothing of a lane go until `unpark`. @param {string} lane */
  park(lane) {
    this.#parked.add(lane);
  }

  /** Goes on with a lane, with `first` before all that waited for it.
   *  @param {string} lane @param {Command} [first] */
  unpark(lane, first) {
    this.#parked.delete(lane);
    if (first) this.#queueOf(lane).unshift(first);
    this.#begin(lane);
  }

  /** Commands that are not finished. */
  get backlog() {
    let count = 0;
    for (const queue of this.#queues.values()) count += queue.length;
    return count;
  }

  /** Ends when everything under way has ended; begins nothing new. */
  async stop() {
    this.#stopped = true;
    await this.idle();
  }

  /** Ends when no lane is being worked on. */
  async idle() {
    while (this.#running.size) await Promise.all(this.#running.values());
  }

  /** @param {string} lane */
  #queueOf(lane) {
    const queue = this.#queues.get(lane) ?? [];
    this.#queues.set(lane, queue);
    return queue;
  }

  /** @param {string} lane */
  #begin(lane) {
    if (this.#running.has(lane) || this.#parked.has(lane) || this.#stopped) return;
    const work = this.#work(lane).finally(() => {
      this.#running.delete(lane);
      const queue = this.#queues.get(lane);
      if (queue && !queue.length) this.#queues.delete(lane);
      else if (queue) this.#begin(lane); // a clerk answered while it was being parked
    });
    this.#running.set(lane, work);
  }

  /** @param {string} lane */
  async #work(lane) {
    const queue = this.#queueOf(lane);
    while (queue.length && !this.#parked.has(lane) && !this.#stopped) {
      const command = queue[0];
      const ending = await this.finish(command);
      if (ending === 'left') {
        this.#stopped = true;
        return;
      }
      queue.splice(queue.indexOf(command), 1);
      if (ending === 'parked') this.#parked.add(lane);
    }
  }
}
