/** `graphql-pusher/testing`: a gateway with all that it needs around it, in one call, for one's own tests. */
import '../protocol/node-version.ts';

export {
  type Claims,
  createTestGateway,
  type TestGateway,
  type TestGatewayOptions,
  type TestResult,
} from './test-gateway.ts';
