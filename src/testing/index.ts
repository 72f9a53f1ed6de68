/** `graphql-pusher/testing`: starts a gateway with a Channels server and a store for the tests of an application. */
import '../protocol/node-version.ts';

export {
  type Claims,
  createTestGateway,
  type TestGateway,
  type TestGatewayOptions,
  type TestResult,
} from './test-gateway.ts';
