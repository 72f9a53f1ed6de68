import type { ConcreteRequest } from 'relay-runtime';
import { said } from '../page/said.ts';

const text = { kind: 'ScalarField', name: 'text', alias: null, args: null, storageKey: null } as const;
const id = { ...text, name: 'id' } as const;
const selections = [
  {
    kind: 'LinkedField',
    name: 'said',
    alias: null,
    args: [{ kind: 'Variable', name: 'room', variableName: 'room' }],
    concreteType: 'Message',
    plural: false,
    selections: [id, text],
    storageKey: null,
  },
] as const;
const argumentDefinitions = [{ kind: 'LocalArgument', name: 'room', defaultValue: null }] as const;

/** The output of Relay's compiler for `said`. Checked in, because nothing else needs that build step. */
export const saidOperation = {
  kind: 'Request',
  fragment: {
    kind: 'Fragment',
    name: 'Said',
    type: 'Subscription',
    abstractKey: null,
    metadata: null,
    argumentDefinitions,
    selections,
  },
  operation: { kind: 'Operation', name: 'Said', argumentDefinitions, selections },
  params: {
    cacheID: 'said',
    id: null,
    metadata: {},
    name: 'Said',
    operationKind: 'subscription',
    text: said,
  },
} as const satisfies ConcreteRequest;
