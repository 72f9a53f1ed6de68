/** Reads settings from environment variables and `.env`, and validates them. */
export { type ChannelsSettings, parseLimits } from './channels-settings.ts';
export { readTls, type Tls } from './read-tls.ts';
export {
  type PusherSettings,
  readSettings,
  type Settings,
  type StoreSettings,
} from './settings.ts';
export { describePortInUse, SettingsError } from './settings-error.ts';
