/** The output of Relay's compiler, written by hand so that the example runs without a build step. */
import type { ConcreteRequest } from 'relay-runtime';

const text = /* GraphQL */ `
  subscription saidSubscription($roomId: ID!) {
    said(roomId: $roomId) {
      text
    }
  }
`;

const argumentDefinitions = [{ kind: 'LocalArgument', name: 'roomId', defaultValue: null }] as const;
const selections = [
  {
    kind: 'LinkedField',
    name: 'said',
    alias: null,
    args: [{ kind: 'Variable', name: 'roomId', variableName: 'roomId' }],
    concreteType: 'Message',
    plural: false,
    selections: [{ kind: 'ScalarField', name: 'text', alias: null, args: null, storageKey: null }],
    storageKey: null,
  },
] as const;

export const saidSubscription = {
  kind: 'Request',
  fragment: {
    kind: 'Fragment',
    name: 'saidSubscription',
    type: 'Subscription',
    abstractKey: null,
    metadata: null,
    argumentDefinitions,
    selections,
  },
  operation: { kind: 'Operation', name: 'saidSubscription', argumentDefinitions, selections },
  params: {
    cacheID: 'saidSubscription',
    id: null,
    metadata: {},
    name: 'saidSubscription',
    operationKind: 'subscription',
    text,
  },
} as const satisfies ConcreteRequest;
