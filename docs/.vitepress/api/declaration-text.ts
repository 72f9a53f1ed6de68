/** The parts of a declaration for the reference: its head, and its members with their comments. */
import { commentText, type Declaration, type Exported } from './exports.ts';

/** A property, a method or another member. */
export interface Member {
  readonly name: string;
  /** `readonly store: Store` */
  readonly text: string;
  /** Text of its TSDoc. */
  readonly comment: string;
}

/** The properties of a syntax node that this file reads. */
interface Node {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly leadingComments?: Parameters<typeof commentText>[0];
  readonly key?: Node & { readonly name?: string };
  readonly accessibility?: string | null | undefined;
  readonly body?: unknown;
  readonly types?: readonly Node[];
  readonly members?: readonly Node[];
  readonly typeAnnotation?: Node;
  readonly value?: unknown;
}

export type Kind = 'function' | 'constant' | 'class' | 'type';

export function kindOf({ declarations: [first] }: Exported): Kind {
  if (first?.type === 'ClassDeclaration') return 'class';
  if (first?.type === 'VariableDeclaration')
    return first.declarations[0]?.init?.type.includes('Function') ? 'function' : 'constant';
  return first?.type.includes('Function') ? 'function' : 'type';
}

/** Returns the declaration without bodies and without the members that {@link membersOf} returns. */
export function headOf({ name, declarations, source }: Exported): string {
  return (
    declarations
      // The implementation of an overloaded function is not a callable signature.
      .filter((each) => declarations.length === 1 || each.type !== 'FunctionDeclaration')
      .map((each) => headOfOne(each, name, source))
      .join('\n')
  );
}

function headOfOne(declaration: Declaration, name: string, source: string): string {
  const slice = (start: Node | null | undefined, end: Node | null | undefined): string =>
    source.slice(start?.start ?? 0, end?.start ?? 0).trim();
  switch (declaration.type) {
    case 'FunctionDeclaration':
      return slice(declaration, declaration.body).replace(/^async /, '');
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
      return `${slice(declaration, declaration.body)} { … }`;
    case 'TSTypeAliasDeclaration':
      return withoutComments(
        literalsIn(declaration.typeAnnotation as Node).reduceRight(
          (text, { start, end }) =>
            `${text.slice(0, (start ?? 0) - (declaration.start ?? 0))}{ … }${text.slice((end ?? 0) - (declaration.start ?? 0))}`,
          source.slice(declaration.start ?? 0, declaration.end ?? 0),
        ),
      );
    case 'VariableDeclaration': {
      const { id, init } =
        declaration.declarations.find(({ id: each }) => 'name' in each && each.name === name) ?? {};
      const type = id && 'typeAnnotation' in id ? id.typeAnnotation : undefined;
      if (type) return `const ${name}${source.slice(type.start ?? 0, type.end ?? 0)}`;
      return `const ${name} = ${withoutComments(source.slice(init?.start ?? 0, init?.end ?? 0))}`;
    }
    case 'TSDeclareFunction':
      return source.slice(declaration.start ?? 0, declaration.end ?? 0).trim();
  }
}

/** Removes comments, which the members repeat, together with their lines. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '').replaceAll(/^\s*\/\/.*\n/gm, '');
}

export function membersOf({ declarations, source }: Exported): Member[] {
  return declarations.flatMap((declaration) => {
    const { body, typeAnnotation } = declaration as unknown as Node & { body?: { body?: readonly Node[] } };
    const nodes =
      declaration.type === 'TSTypeAliasDeclaration' && typeAnnotation
        ? literalsIn(typeAnnotation).flatMap(({ members = [] }) => members)
        : declaration.type.includes('Function') || declaration.type === 'VariableDeclaration'
          ? []
          : (body?.body ?? []);
    return nodes.filter(isPublic).map((node) => {
      // For a class, omit the bodies of methods and the initial values of properties.
      const rest = node.type.startsWith('Class') ? (node.body ?? node.value) : undefined;
      const end = rest ? (rest as Node).start : node.end;
      return {
        name: node.key?.name ?? '',
        text: withoutComments(source.slice(node.start ?? 0, end ?? 0))
          .replace(/(;|,| =)\s*$/, '')
          .trim()
          // Remove the member's indentation, which the first line does not have.
          .replaceAll('\n  ', '\n'),
        comment: commentText(node.leadingComments),
      };
    });
  });
}

function isPublic({ type, accessibility, key }: Node): boolean {
  return accessibility !== 'private' && key?.type !== 'PrivateName' && type !== 'StaticBlock';
}

/** Returns the literals of `A & { … } & { … }`. Nested literals stay part of the text. */
function literalsIn(node: Node): Node[] {
  if (node.type === 'TSTypeLiteral') return [node];
  return node.type === 'TSIntersectionType' ? (node.types ?? []).flatMap(literalsIn) : [];
}
