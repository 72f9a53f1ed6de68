/** Exports for other folders of this package. Not part of the public API. */
export { type EmbeddedChannels, startEmbeddedChannels } from './embedded-channels.ts';
export { jwtSecretBeside } from './jwt-secret.ts';
export { openStore } from './open-store.ts';
export { operatorRules, operatorToken } from './operator.ts';
