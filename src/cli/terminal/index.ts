/** Shared by all commands: printing, exit codes, arguments and access to a gateway. */
export { CommandFailure, exitCode, exitCodesHelp, failing, messageWithCauses } from './command-failure.ts';
export { enterFolder } from './enter-folder.ts';
export {
  type GatewayAccess,
  type GatewayFlags,
  gatewayAccess,
  headersOf,
  requestGateway,
  withGateway,
} from './gateway-access.ts';
export { parseJsonArgument, parsePair } from './json-argument.ts';
export { ownCheckout, ownPackage, ownSpecifier } from './own-package.ts';
export { createPrinter, type Printer, withProgress } from './print.ts';
export { waitForShutdownSignal } from './shutdown-signal.ts';
export { withoutSecrets } from './without-secrets.ts';
