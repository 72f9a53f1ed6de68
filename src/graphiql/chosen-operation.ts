import { Kind, type OperationDefinitionNode, parse } from 'graphql';

/**
 * The operation to run. Read from the text itself: GraphiQL reads it with a delay, and names the operation that stood
 * there before to whoever pastes and runs at once.
 *
 * @returns `undefined` when there is none of this name, or the text cannot be parsed: the server says it best.
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
