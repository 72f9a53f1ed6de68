/** `graphql-pusher/observability`: logs. Metrics and traces have their own entries, because they need optional peers. */
import '../protocol/node-version.ts';

export {
  createLog,
  type LogFormat,
  type LogLevel,
  type LogOptions,
  logFormats,
  logLevels,
} from './create-log.ts';
export { type Log, logErrors, logWhatHappens } from './log-what-happens.ts';
