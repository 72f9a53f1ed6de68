/** TypeScript types of scalars, and the imports that they need. */
import type { GraphQLScalarType } from 'graphql';
import type { PluginConfig } from './config.ts';

/** Where a value is: an argument goes in, a payload comes out. */
export type Direction = 'input' | 'output';

export interface ScalarTypes {
  /** The type's text. Remembers what has to be imported for it. */
  typeOf(scalar: GraphQLScalarType, direction: Direction): string;
  /** Import statements for all types that were asked for. */
  imports(): string[];
}

const builtIn: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
};

/** All that can stand in a channel name. */
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
        if (strictScalars) throw new Error(`strictScalars: \`scalars\` does not say what ${scalar.name} is.`);
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

/** Libraries of scalars say there what their scalars are in TypeScript. */
function codegenScalarType(scalar: GraphQLScalarType, direction: Direction): string | undefined {
  const said: unknown = scalar.extensions.codegenScalarType;
  if (typeof said === 'string') return said;
  if (typeof said !== 'object' || said === null) return undefined;
  const type: unknown = (said as Partial<Record<Direction, unknown>>)[direction];
  return typeof type === 'string' ? type : undefined;
}
