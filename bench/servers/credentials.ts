/** The app of the benchmark's Channels servers. */
export const credentials = { id: 'bench', key: 'bench-key', secret: 'bench-secret' };
