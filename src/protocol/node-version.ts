/**
 * Throws when Node is too old. Each entry that needs Node imports this first, so the error is one sentence about Node,
 * not about what an old Node lacks. `client` and `react` also run in browsers and need nothing of Node: they import no
 * check.
 */
import { problemOfNode } from './check-node.ts';

const problem = problemOfNode();
if (problem !== undefined) throw new Error(problem);
