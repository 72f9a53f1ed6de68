/**
 * Throws when Node is too old. Each package entry that requires Node imports this file first, so that the error names
 * the required version instead of a missing feature. `client` and `react` also run in browsers and do not import it.
 */
import { problemOfNode } from './check-node.ts';

const problem = problemOfNode();
if (problem !== undefined) throw new Error(problem);
