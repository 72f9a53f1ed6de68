/** What an entry of the package exports, read from its sources. */
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

/** Something that is exported; several declarations where a function is overloaded. */
export interface Exported {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
  readonly declarations: readonly Declaration[];
  /** The text that the declarations' `start` and `end` are of. */
  readonly source: string;
  /** What stands before the first declaration, without its stars. */
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

/** What the file says of itself: its first comment, when that is followed by another or by an import or export from. */
export function headerOf(file: string): string {
  const [first] = moduleOf(file).body;
  const comments = first?.leadingComments ?? [];
  const isOfModule =
    comments.length > 1 || (first?.type.startsWith('Export') && 'source' in first && first.source);
  return isOfModule || first?.type === 'ImportDeclaration' ? commentText(comments.slice(0, 1)) : '';
}

/**
 * By name, in the order of the file.
 *
 * @throws {Error} for an export in a form that is not known here.
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
        if (!other) throw new Error(`${file}: ${statement.source.value} exports no ${local}.`);
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
      throw new Error(`${file}: an export that the reference cannot read, ${statement.type}.`);
    }
  }
  return found;
}

/** What a name means in a file: that of this file, or that of the file that it is imported from. */
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

/** Tells what is exported by several entries, or under another name, from what merely has the same name. */
export function identityOf({ file, declarations: [first], name }: Exported): string {
  return `${file} ${first && 'id' in first ? first.id?.name : name}`;
}

function namesOf(declaration: Declaration, file: string): string[] {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.map(({ id }) => {
      if (id.type !== 'Identifier') throw new Error(`${file}: an exported pattern.`);
      return id.name;
    });
  }
  return declaration.id ? [declaration.id.name] : [];
}

/** The TSDoc that stands right before something, without its stars. */
export function commentText(comments: Comments | undefined): string {
  const last = comments?.at(-1);
  if (last?.type !== 'CommentBlock' || !last.value.startsWith('*')) return '';
  return last.value
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}
