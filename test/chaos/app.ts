const keyPairs = [
  { key: 'chaos-key', secret: 'chaos-secret' },
  { key: 'chaos-next-key', secret: 'chaos-next-secret' },
] as const;

/** The one app of the Channels server, as every part of a run knows it. The gateways use one of its key pairs. */
export const app = { id: 'chaos', ...keyPairs[0], keyPairs } as const;
