import { type DocumentNode, GraphQLError, parse, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type DocumentMeasure, measureDocument } from './measure-document.ts';
import type { OperationLimits } from './operation-limits.ts';

const complaints: Readonly<Record<keyof DocumentMeasure, (found: number, limit: number) => string>> = {
  depth: (found, limit) => `The operation is ${found} fields deep, and at most ${limit} are taken.`,
  aliases: (found, limit) => `The document has ${found} aliases, and at most ${limit} are taken.`,
  directives: (found, limit) => `The document has ${found} directives, and at most ${limit} are taken.`,
  cost: (found, limit) =>
    `The operation costs ${found}, and at most ${limit} are taken: select fewer fields inside of lists.`,
};

/** Refuses documents that are larger than the limits, before validation spends time on them. */
export function useOperationLimits(limits: OperationLimits): Plugin {
  // Yoga keeps documents that are sent again.
  const known = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source, options) =>
        parse(source, { ...options, maxTokens: limits.tokens }),
      );
    },
    onValidate({ params: { schema, documentAST }, setResult }) {
      const errors = known.get(documentAST) ?? excessesOf(measureDocument(schema, documentAST), limits);
      known.set(documentAST, errors);
      if (errors.length > 0) setResult(errors);
    },
  };
}

function excessesOf(measure: DocumentMeasure, limits: OperationLimits): GraphQLError[] {
  return (Object.keys(complaints) as (keyof DocumentMeasure)[]).flatMap((name) =>
    measure[name] > limits[name]
      ? [
          new GraphQLError(complaints[name](measure[name], limits[name]), {
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit: name },
          }),
        ]
      : [],
  );
}
