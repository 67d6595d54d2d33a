/**
 * What the flows say and the delivery works by. Only types.
 *
 * An event is planned into steps; each becomes a command in the outbox; its kind says how the
 * command takes effect exactly once.
 */

/**
 * @typedef {object} Event a CloudEvent 1.0 in structured mode
 * @property {string} id
 * @property {string} source
 * @property {string} type
 * @property {string} time
 * @property {string} [subject]
 * @property {string} [correlation]
 * @property {any} data
 */

/**
 * @typedef {object} Step
 * @property {string} kind
 * @property {string} key the business key; with the kind it names one effect
 * @property {string} [lane] steps of one lane are worked on in turn; the effect's own by default
 * @property {number} [version] of a document of which the latest counts
 * @property {any} document what the kind needs, in our own words; plain JSON
 */

/** @typedef {{ steps: Step[], notes?: [string, any][] }} Plan */
/** @typedef {{ flow: string, system: string, plan: (event: Event) => Plan }} Flow */

/**
 * How to find out whether the effect is there.
 * @typedef {object} Look
 * @property {string} operation
 * @property {(document: any, context: import('../delivery/context.js').Context) => any} ask
 * @property {string} [rows] the answer's list; without it the answer itself is the one row
 * @property {(row: any, document: any) => boolean} [proves] any row does by default
 * @property {boolean} [always] also before the first attempt, because the write needs what is found
 */

/**
 * @typedef {object} Kind
 * @property {string} flow
 * @property {string} system
 * @property {string} operation
 * @property {string} [update] the operation in its place for what is written with the target's id
 * @property {(document: any, context: import('../delivery/context.js').Context) => any} write
 *   the fields of the call, null if nothing is owed after all; may be a promise
 * @property {Look} [look]
 * @property {(document: any, crosswalk: import('../masters/crosswalk.js').Crosswalk) => string} [day]
 *   the accounting day, for what a closed period may refuse
 * @property {boolean} [takesKey] the vendor honours an idempotency key
 * @property {boolean} [repeatable] sent twice, it leaves the same state: no look is needed
 * @property {boolean} [versioned] a later version of the document makes this one stale
 * @property {string[]} [done] refusals that say by themselves that the effect is there
 * @property {(document: any, answer: any) => [string, any]} [notes] what later commands ask for;
 *   `answer` is that of the call, or the row that a look found
 */

export {};
