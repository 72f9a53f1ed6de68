import { type DocumentNode, GraphQLError, parse, type Source } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { type DocumentMeasure, measureDocument } from './measure-document.ts';
import { countComparisons, fragmentsOf, selfSpreadingFragment } from './measure-overlaps.ts';
import type { OperationLimits } from './operation-limits.ts';

const messages: Readonly<Record<keyof DocumentMeasure, (found: number, limit: number) => string>> = {
  depth: (found, limit) =>
    `The operation is ${found} fields deep. The limit is ${limit}. Select fewer nested fields.`,
  aliases: (found, limit) =>
    `The document has ${found} aliases. The limit is ${limit}. Split it into several documents.`,
  directives: (found, limit) =>
    `The document has ${found} directives. The limit is ${limit}. Split it into several documents.`,
  cost: (found, limit) =>
    `The operation costs ${found}. The limit is ${limit}. Select fewer fields inside lists.`,
};

/** Rejects documents that exceed the limits before validation spends time on them. */
export function useOperationLimits(limits: OperationLimits): Plugin {
  // Yoga's cache returns the same document for the same text.
  const known = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const comparisonsLeft = new WeakMap<Request, number>();

  return {
    onParse({ context, setParseFn }) {
      const { request } = context as YogaInitialContext;
      setParseFn((source: string | Source, options) => {
        if (hasMoreLines(typeof source === 'string' ? source : source.body, limits.lines))
          throw excess(
            'lines',
            `The document has more than ${limits.lines} lines. Split it into several documents.`,
          );
        const document = parse(source, { ...options, maxTokens: limits.tokens });
        spendComparisons(document, request);
        return document;
      });
    },
    onValidate({ params: { schema, documentAST }, setResult }) {
      const errors =
        known.get(documentAST) ??
        cycleErrorOf(documentAST) ??
        excessesOf(measureDocument(schema, documentAST), limits);
      known.set(documentAST, errors);
      if (errors.length > 0) setResult(errors);
    },
  };

  /** Runs when parsing, not in validation, whose results are cached. In another request, the document may be the only one. */
  function spendComparisons(document: DocumentNode, request: Request): void {
    const fragments = fragmentsOf(document);
    if (selfSpreadingFragment(fragments) !== undefined) return;
    const left = comparisonsLeft.get(request) ?? limits.comparisons;
    const comparisons = countComparisons(document, fragments, left);
    comparisonsLeft.set(request, left - comparisons);
    if (comparisons <= left) return;
    throw excess(
      'comparisons',
      `The fields and fragments of the request need more than ${limits.comparisons} comparisons. Select each field once, or send fewer operations in one request.`,
    );
  }
}

/** Reports a fragment cycle once. graphql reports each cycle many times, with the locations of all of its fragments. */
function cycleErrorOf(document: DocumentNode): GraphQLError[] | undefined {
  const fragments = fragmentsOf(document);
  const name = selfSpreadingFragment(fragments);
  if (name === undefined) return undefined;
  const nodes = fragments.get(name) ?? null;
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  return [new GraphQLError(`Cannot spread fragment "${name}" within itself.`, { nodes, extensions })];
}

function excessesOf(measure: DocumentMeasure, limits: OperationLimits): GraphQLError[] {
  return (Object.keys(messages) as (keyof DocumentMeasure)[]).flatMap((name) =>
    measure[name] > limits[name] ? [excess(name, messages[name](measure[name], limits[name]))] : [],
  );
}

function excess(limit: keyof OperationLimits, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit } });
}

const [lineFeed, carriageReturn] = [10, 13];

function hasMoreLines(text: string, limit: number): boolean {
  let lines = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const endsLine = code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed);
    if (endsLine && ++lines >= limit) return true;
  }
  return false;
}
