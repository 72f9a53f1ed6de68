import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Operation } from '../ports/index.ts';
import { bytesOfDocument } from './bytes-of-document.ts';
import { type OperationPlan, planOperation } from './plan-operation.ts';

/** Plans kept ready; the others are made anew. */
const maxPlans = 10_000;

/** Bytes that they may come to: documents and variables are as large as their senders like. */
const maxBytes = 128 * 1024 * 1024;

/** What a character of JSON becomes at the most, in bytes: a list in a list takes two. */
const bytesOfCharacter = 16;

/** The plan of an operation, kept for the next event. Throws as {@link planOperation} does. */
export function createPlanCache(schema: GraphQLSchema): (operation: Operation) => OperationPlan {
  const plans = new LRUCache<string, OperationPlan>({ max: maxPlans, maxSize: maxBytes });
  return (operation) => {
    const known = plans.get(operation.id);
    if (known) return known;
    const plan = planOperation(schema, operation);
    const { length } = JSON.stringify(operation.variables);
    const size = bytesOfDocument(plan.document, operation.document) + bytesOfCharacter * length;
    plans.set(operation.id, plan, { size });
    return plan;
  };
}
