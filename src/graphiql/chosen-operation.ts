import { Kind, type OperationDefinitionNode, parse } from 'graphql';

/**
 * Returns the operation to run. It parses the text itself, because GraphiQL parses it with a delay: after a paste
 * followed by an immediate run, GraphiQL still passes the name of the previous operation.
 *
 * @returns `undefined` if no operation has this name or the text has a syntax error. The server's error message
 *   explains both.
 */
export function chosenOperation(
  query: string,
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  const operations = operationsIn(query);
  return operations.length === 1 ? operations[0] : operations.find((each) => each.name?.value === name);
}

function operationsIn(query: string): OperationDefinitionNode[] {
  try {
    return parse(query, { noLocation: true }).definitions.filter(
      (each) => each.kind === Kind.OPERATION_DEFINITION,
    );
  } catch {
    return [];
  }
}
