// The example is itself a test file. This import runs it with the others.
import '../../examples/testing/vitest.test.ts';
