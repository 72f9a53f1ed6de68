#!/usr/bin/env node
/** The `graphql-pusher` executable. Checks Node's version first, because an old Node may fail to load the rest. */
import { problemOfNode } from '../protocol/check-node.ts';

const problem = problemOfNode();
if (problem === undefined) {
  await import('./run.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
