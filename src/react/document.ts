import { type DocumentNode, print } from 'graphql';
import type { TypedQuery } from '../client/index.ts';

/** A parsed document that knows its types, such as the client preset makes unless told to make strings. */
export type TypedDocumentNode<Data, Variables> = DocumentNode &
  Pick<TypedQuery<Data, Variables>, '__apiType'>;

/** A subscription as text or parsed; from the client preset with its types, else without. */
export type SubscriptionDocument<Data, Variables> =
  | string
  | TypedQuery<Data, Variables>
  | TypedDocumentNode<Data, Variables>;

const printed = new WeakMap<DocumentNode, string>();

/** The text of a document; a parsed one is printed once. */
export function textOf<Data, Variables>(document: SubscriptionDocument<Data, Variables>): string {
  if (!isNode(document)) return String(document);
  const text = printed.get(document) ?? print(document);
  printed.set(document, text);
  return text;
}

function isNode(document: string | object): document is DocumentNode {
  return typeof document === 'object' && 'definitions' in document;
}
