/** `graphql-pusher/observability`: logs of what a gateway does. Metrics and traces are beside it, each with its peer. */
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
