import { type DocumentNode, print } from 'graphql';
import type { TypedQuery } from '../client/index.ts';

/** A parsed document with its types. The client preset generates these by default. */
export type TypedDocumentNode<Data, Variables> = DocumentNode &
  Pick<TypedQuery<Data, Variables>, '__apiType'>;

/** A subscription as a string or a parsed document. Documents of the client preset carry their types. */
export type SubscriptionDocument<Data, Variables> =
  | string
  | TypedQuery<Data, Variables>
  | TypedDocumentNode<Data, Variables>;

const printed = new WeakMap<DocumentNode, string>();

/** Returns the text of a document. A parsed document is printed once and cached. */
export function textOf<Data, Variables>(document: SubscriptionDocument<Data, Variables>): string {
  if (!isNode(document)) return String(document);
  const text = printed.get(document) ?? print(document);
  printed.set(document, text);
  return text;
}

function isNode(document: string | object): document is DocumentNode {
  return typeof document === 'object' && 'definitions' in document;
}
