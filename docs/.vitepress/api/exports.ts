/** Reads the exports of a package entry from its sources. */
import { dirname, join } from 'node:path';
import { parse } from '@babel/parser';
import { textOf } from '../pages.ts';

type Program = ReturnType<typeof parse>['program'];
type Statement = Program['body'][number];
type Comments = Statement['leadingComments'];
export type Declaration = Extract<
  Statement,
  {
    type:
      | 'FunctionDeclaration'
      | 'TSDeclareFunction'
      | 'VariableDeclaration'
      | 'ClassDeclaration'
      | 'TSInterfaceDeclaration'
      | 'TSTypeAliasDeclaration';
  }
>;

/** An export. An overloaded function has several declarations. */
export interface Exported {
  readonly name: string;
  /** File of its declaration. */
  readonly file: string;
  readonly declarations: readonly Declaration[];
  /** Source text to which the declarations' `start` and `end` refer. */
  readonly source: string;
  /** TSDoc before the first declaration, without its asterisks. */
  readonly comment: string;
}

interface Module {
  readonly source: string;
  readonly body: readonly Statement[];
}

const modules = new Map<string, Module>();

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const source = textOf(file);
  const plugins = file.endsWith('x') ? (['typescript', 'jsx'] as const) : (['typescript'] as const);
  const { program } = parse(source, { sourceType: 'module', plugins: [...plugins] });
  const module = { source, body: program.body };
  modules.set(file, module);
  return module;
}

/** Returns the file's description: its first comment, if another comment, an import or an `export … from` follows it. */
export function headerOf(file: string): string {
  const [first] = moduleOf(file).body;
  const comments = first?.leadingComments ?? [];
  const isOfModule =
    comments.length > 1 || (first?.type.startsWith('Export') && 'source' in first && first.source);
  return isOfModule || first?.type === 'ImportDeclaration' ? commentText(comments.slice(0, 1)) : '';
}

/**
 * Returns the exports by name, in the order of the file.
 *
 * @throws {Error} for an export in an unsupported form.
 */
export function exportsOf(file: string): Map<string, Exported> {
  const { source, body } = moduleOf(file);
  const found = new Map<string, Exported>();
  const resolved = (specifier: string): string => join(dirname(file), specifier);

  for (const statement of body) {
    if (statement.type === 'ExportAllDeclaration') {
      for (const [name, each] of exportsOf(resolved(statement.source.value))) found.set(name, each);
    } else if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      const others = exportsOf(resolved(statement.source.value));
      for (const specifier of statement.specifiers) {
        if (specifier.type !== 'ExportSpecifier') throw new Error(`${file}: ${specifier.type}`);
        const name = 'name' in specifier.exported ? specifier.exported.name : specifier.exported.value;
        const local = 'name' in specifier.local ? specifier.local.name : specifier.local.value;
        const other = others.get(local);
        if (!other)
          throw new Error(`${file}: ${statement.source.value} does not export ${local}. Correct the export.`);
        found.set(name, { ...other, name });
      }
    } else if (statement.type === 'ExportNamedDeclaration' && statement.declaration) {
      const declaration = statement.declaration as Declaration;
      for (const name of namesOf(declaration, file)) {
        const before = found.get(name);
        found.set(name, {
          name,
          file,
          source,
          declarations: [...(before?.declarations ?? []), declaration],
          comment: before?.comment || commentText(statement.leadingComments),
        });
      }
    } else if (statement.type.startsWith('Export')) {
      throw new Error(
        `${file}: the reference does not support exports of type ${statement.type}. Extend exportsOf().`,
      );
    }
  }
  return found;
}

/** Returns the identity of a name in a file, which the file declares or imports. */
export function meaningOf(name: string, file: string): string {
  for (const statement of moduleOf(file).body) {
    if (statement.type !== 'ImportDeclaration' || !statement.source.value.startsWith('.')) continue;
    const specifier = statement.specifiers.find(({ local }) => local.name === name);
    if (specifier?.type !== 'ImportSpecifier') continue;
    const imported = 'name' in specifier.imported ? specifier.imported.name : specifier.imported.value;
    const exported = exportsOf(join(dirname(file), statement.source.value)).get(imported);
    return exported ? identityOf(exported) : '';
  }
  return `${file} ${name}`;
}

/** Identifies an export, also if several entries export it or it has another name there. Distinguishes equal names. */
export function identityOf({ file, declarations: [first], name }: Exported): string {
  return `${file} ${first && 'id' in first ? first.id?.name : name}`;
}

function namesOf(declaration: Declaration, file: string): string[] {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.map(({ id }) => {
      if (id.type !== 'Identifier')
        throw new Error(
          `${file}: the reference does not support an exported destructuring pattern. Export each name separately.`,
        );
      return id.name;
    });
  }
  return declaration.id ? [declaration.id.name] : [];
}

/** Returns the TSDoc directly before a declaration, without its asterisks. */
export function commentText(comments: Comments | undefined): string {
  const last = comments?.at(-1);
  if (last?.type !== 'CommentBlock' || !last.value.startsWith('*')) return '';
  return last.value
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}
