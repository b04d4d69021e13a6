// Loaded before a server (NODE_OPTIONS=--import): its clock is TEST_CLOCK_AHEAD_MS ahead, as if so much time had passed.

const ahead = Number(process.env.TEST_CLOCK_AHEAD_MS);
const Clock = Date;

globalThis.Date = class extends Clock {
  constructor(...values) {
    if (values.length === 0) super(Clock.now() + ahead);
    else super(...values);
  }

  static now() {
    return Clock.now() + ahead;
  }
};
