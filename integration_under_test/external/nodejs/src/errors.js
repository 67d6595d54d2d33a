/** Why a command cannot take effect yet, or ever. The first ones follow the README's table. */

/** A call did not succeed. `definite` says whether it certainly had no effect. */
export class CallError extends Error {
  definite = true;
}

/** The system answered and refused (4xx); nothing was changed there. */
export class Rejected extends CallError {
  /**
   * @param {number} status
   * @param {string} code the vendor's word for it, "" if its answer could not be read
   * @param {string} message
   * @param {any} [body]
   */
  constructor(status, code, message, body) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** The system answered 429. */
export class Throttled extends Rejected {
  /** @param {number | null} retryAfterMs null when it did not say for how long */
  constructor(retryAfterMs) {
    super(429, 'THROTTLED', 'too many requests');
    this.retryAfterMs = retryAfterMs;
  }
}

/** The connection was refused: the request never reached the system. */
export class Unavailable extends CallError {}

/** There is no access token to be had just now, so nothing was sent. */
export class NoToken extends Unavailable {
  /** @param {string} message */
  constructor(message) {
    super(`no access token: ${message}`);
  }
}

/** Time-out, reset or 5xx: the system may or may not have committed. */
export class OutcomeUnknown extends CallError {
  definite = false;

  /**
   * @param {string} message
   * @param {{ timedOut?: boolean, silent?: boolean }} [how] `timedOut`: the request may still be
   *   under way; `silent`: no answer came at all
   */
  constructor(message, { timedOut = false, silent = false } = {}) {
    super(message);
    this.timedOut = timedOut;
    this.silent = silent;
  }
}

/** A read was not answered: nothing was to take effect, so nothing is in doubt. */
export class Unanswered extends CallError {}

/** No master list has a code, even after it was read again. */
export class UnknownCode extends Error {
  /**
   * @param {string} table
   * @param {string} code
   * @param {boolean} [unread] some list was never read, and may well have it
   */
  constructor(table, code, unread = false) {
    super(`no ${table} has the code '${code}'; add it to the systems' masters`);
    this.unread = unread;
  }
}

/** Two masters disagree how much a purchase unit holds: what is converted now is wrong in one. */
export class PackInDoubt extends Error {}

/** An earlier document, which this one refers to, has not arrived there yet. */
export class NotYet extends Error {}

/** The document cannot be expressed in the target's terms; only a person can mend it. */
export class Unsendable extends Error {}

/** A document, or the answer to a look, has an unexpected shape. */
export class Unreadable extends Error {}

/** The disk does not take what should be kept. */
export class StorageUnavailable extends Error {}

/** Too much is unfinished: the sender should come again later. */
export class Busy extends Error {
  /** @param {number} retryAfterS */
  constructor(retryAfterS) {
    super(`busy, retry after ${retryAfterS} s`);
    this.retryAfterS = retryAfterS;
  }
}

/** What came in cannot be handled. The message never repeats what was in it. */
export class BadRequest extends Error {
  /** @param {string} message @param {number} [status] */
  constructor(message, status = 400) {
    super(message);
    this.status = status;
  }
}

/** A delivery whose signature does not verify: nobody acts on it. */
export class Unsigned extends Error {}

/** Nobody has said yet where the systems are. */
export class NotStarted extends Error {
  constructor() {
    super('POST /start comes first');
  }
}
