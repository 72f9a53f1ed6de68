import type { ExecutionArgs } from 'graphql';
import { getOperationAST } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { Tracing } from '../core/index.ts';

/**
 * Records a span for each mutation. Its parent is the current span if the server is instrumented, otherwise the span in
 * the request's header `traceparent`.
 */
export function useMutationSpans(tracing: Tracing): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = getOperationAST(args.document, args.operationName);
      if (operation?.operation !== 'mutation') return;
      const { request } = args.contextValue as YogaInitialContext;
      const parent = tracing.current() ?? request.headers.get('traceparent') ?? undefined;
      const name = `mutation ${operation.name?.value ?? ''}`.trim();
      setExecuteFn(async (execution: ExecutionArgs) =>
        tracing.span({ name, parent }, async () => executeFn(execution)),
      );
    },
  };
}
