/** Sets the clock of a gateway process. Imported first, so that every other module reads this clock. */
const { clockOffset = 0 } = JSON.parse(process.env.CHAOS_GATEWAY ?? '{}') as { clockOffset?: number };
const { now } = Date;
Date.now = () => now() + clockOffset;
