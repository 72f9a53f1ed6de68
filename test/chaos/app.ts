/** The one app of the Channels server, as everybody here knows it. */
export const app = { id: 'chaos', key: 'chaos-key', secret: 'chaos-secret' } as const;
