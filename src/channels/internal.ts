/** Exports for other folders of this package. Not part of the public API. */

export { keepAliveOptions } from './keep-alive.ts';
export { defaultLimits } from './limits.ts';
