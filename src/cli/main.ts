#!/usr/bin/env node
/** The `graphql-pusher` executable. It imports nothing else before it has checked Node: an old one may fail to load it. */
import { problemOfNode } from '../protocol/check-node.ts';

const problem = problemOfNode();
if (problem === undefined) {
  await import('./run.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
