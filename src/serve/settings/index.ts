/** Settings: environment variables, parsed and checked. */
export { type ChannelsSettings, parseLimits } from './channels-settings.ts';
export { readTls, type Tls } from './read-tls.ts';
export {
  type PusherSettings,
  readSettings,
  type Settings,
  SettingsError,
  type StoreSettings,
} from './settings.ts';
