/** TypeScript types of scalars, and their imports. */
import type { GraphQLScalarType } from 'graphql';
import type { PluginConfig } from './config.ts';

/** `input` for arguments, `output` for payloads. */
export type Direction = 'input' | 'output';

export interface ScalarTypes {
  /** Returns the TypeScript type of a scalar, and records its import. */
  typeOf(scalar: GraphQLScalarType, direction: Direction): string;
  /** Returns the import statements for all types returned so far. */
  imports(): string[];
}

const builtIn: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
};

/** The types that a channel name can contain. */
const anyArgument = 'string | number | boolean';

export function createScalarTypes({ scalars, defaultScalarType, strictScalars }: PluginConfig): ScalarTypes {
  const imports = new Set<string>();

  function configured(scalar: GraphQLScalarType, direction: Direction): string | undefined {
    const mapped = scalars[scalar.name];
    if (typeof mapped === 'object') return mapped[direction];
    return mapped ?? builtIn[scalar.name] ?? codegenScalarType(scalar, direction);
  }

  return {
    typeOf(scalar, direction) {
      const text = configured(scalar, direction);
      if (text === undefined) {
        if (strictScalars)
          throw new Error(`strictScalars: the scalar ${scalar.name} has no type. Add it to \`scalars\`.`);
        return defaultScalarType ?? (direction === 'input' ? anyArgument : 'unknown');
      }
      const [, module, exported, alias] = /^(.+)#(\w+)(?:\s+as\s+(\w+))?$/.exec(text) ?? [];
      if (module === undefined || exported === undefined) return text;
      const local = alias ?? (exported === 'default' ? scalar.name : exported);
      const element = local === exported ? exported : `${exported} as ${local}`;
      imports.add(`import type { ${element} } from '${module}';`);
      return local;
    },
    imports: () => [...imports].sort(),
  };
}

/** Scalar libraries declare their TypeScript types in this extension. */
function codegenScalarType(scalar: GraphQLScalarType, direction: Direction): string | undefined {
  const declared: unknown = scalar.extensions.codegenScalarType;
  if (typeof declared === 'string') return declared;
  if (typeof declared !== 'object' || declared === null) return undefined;
  const type: unknown = (declared as Partial<Record<Direction, unknown>>)[direction];
  return typeof type === 'string' ? type : undefined;
}
