import type { Fault, FaultSettings, Faults } from './fault.ts';

/** In ms. Short, so that the operations of a topic end and begin again many times in a run. */
const subscriptionAges = [4_000, 8_000, 15_000] as const;

/** Changes of settings that reach one gateway after the other, as a deployment brings them. */
export function createRotationFaults({ world, random, log }: FaultSettings): Faults {
  const { deployment, gateways } = world;

  const deployed =
    (change: () => void): Fault =>
    async () => {
      change();
      const [first, ...others] = gateways;
      if (!first) return false;
      const start = random.pick([first, ...others]);
      for (const gateway of [start, ...gateways.filter((each) => each !== start)]) {
        await gateway.whileBroken(async () => {
          await gateway.stop();
          await gateway.start();
        });
      }
      log('deployed');
      return true;
    };

  return {
    'encryption key rotated': deployed(() => {
      deployment.encryptionKey++;
    }),
    // The app keeps both pairs.
    'key pair rotated': deployed(() => {
      deployment.keyPair = deployment.keyPair === 0 ? 1 : 0;
    }),
    'maxSubscriptionAge changed': deployed(() => {
      deployment.maxSubscriptionAge = random.pick(subscriptionAges);
      log(`maxSubscriptionAge is ${deployment.maxSubscriptionAge} ms`);
    }),
  };
}
