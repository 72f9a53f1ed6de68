// The example is a test itself; here it runs with the others.
import '../../examples/testing/vitest.test.ts';
