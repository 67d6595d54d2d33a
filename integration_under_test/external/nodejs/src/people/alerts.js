/** Alerts: technical trouble, for those who run this and for no clerk. */

export class Alerts {
  /**
   * @param {string | undefined} url none where nobody listens
   * @param {import('./notices.js').Notices} notices
   */
  constructor(url, notices) {
    this.url = url?.replace(/\/$/, '');
    this.notices = notices;
  }

  /** A system fell silent, or speaks again. @param {string} system @param {boolean} silent */
  silence(system, silent) {
    if (!this.url) return;
    const id = `nodejs/silent/${system}`;
    const url = `${this.url}/${encodeURIComponent(id)}`;
    if (!silent) {
      this.notices.tell(id, 'POST', `${url}/clear`, { reason: `${system} answers again` });
      return;
    }
    this.notices.tell(id, 'PUT', url, {
      kind: 'system_silent',
      severity: 'critical',
      reason: `${system} does not answer; its commands wait`,
      system,
      flow: '',
      keys: [],
    });
  }
}
