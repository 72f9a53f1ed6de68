/** What other folders of this package use. Not part of the public API. */

export { keepAliveOptions } from './keep-alive.ts';
export { defaultLimits } from './limits.ts';
