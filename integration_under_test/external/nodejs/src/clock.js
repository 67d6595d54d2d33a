/** Business time: documents, days and patience go by it. Waits are in seconds of the wall. */

export class Clock {
  /** @param {{ business: string, wall: string, speed: number }} told as POST /start has it */
  constructor({ business, wall, speed }) {
    this.speed = Number(speed);
    this.businessMs = Date.parse(business);
    this.wallMs = Date.parse(wall);
    if (!(this.speed > 0) || Number.isNaN(this.businessMs) || Number.isNaN(this.wallMs)) {
      throw new Error('clock: expected business and wall as instants, and a positive speed');
    }
  }

  /** The current instant of business time. */
  now() {
    return new Date(this.businessMs + (Date.now() - this.wallMs) * this.speed);
  }

  /** How long so many hours of business time last on the wall. @param {number} hours */
  wallMsOf(hours) {
    return (hours * 3_600_000) / this.speed;
  }
}
