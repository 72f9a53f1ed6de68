/** `graphql-pusher/serve`: a complete server that is configured by settings alone. */
import '../protocol/node-version.ts';

export { type Served, type ServeOptions, serve } from './serve.ts';
export { readSettings, type Settings, SettingsError } from './settings/index.ts';
