/** A command: one step on its way from the outbox to its effect. Plain JSON, as it is stored. */

/**
 * @typedef {object} Command
 * @property {string} row its key in the outbox
 * @property {string} identity kind and business key: what it makes there is to be there once
 * @property {string} kind
 * @property {string} key
 * @property {string} lane
 * @property {number} number commands of a lane go in this order, after a restart too
 * @property {any} document
 * @property {number} version 0 for a document without versions
 * @property {string} correlation
 * @property {number} since ms of the wall: when it was accepted, or when a clerk had it tried again
 * @property {string} [day] it is posted on, in the place of its own
 * @property {number} [retried] how often a clerk had it tried again
 */

/**
 * @param {import('../flows/kind.js').Step} step
 * @param {{ number: number, correlation: string }} origin
 * @returns {Command}
 */
export function commandOf(step, { number, correlation }) {
  const identity = `${step.kind}/${step.key}`;
  const version = step.version ?? 0;
  return {
    row: version ? `${identity}@${version}` : identity,
    identity,
    kind: step.kind,
    key: step.key,
    lane: step.lane ?? identity,
    number,
    document: step.document,
    version,
    correlation,
    since: Date.now(),
  };
}

/** Under which it is noted that it took effect. @param {Command} command @param {import('../flows/kind.js').Kind} kind */
export function appliedKey(command, kind) {
  return kind.versioned ? command.identity : command.row;
}

/** Whether it took effect before, or a later version of its document did.
 *  @param {Command} command @param {import('../flows/kind.js').Kind} kind
 *  @param {import('../store/store.js').Store} store */
export function isApplied(command, kind, store) {
  const version = store.get('applied', appliedKey(command, kind));
  return version !== undefined && version >= command.version;
}
