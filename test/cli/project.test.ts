import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/cli/project/load-project.ts';
import { problemsOf } from '../../src/cli/project/problems-of.ts';
import { createTestGateway } from '../../src/testing/index.ts';
import { projectWith } from '../support/run-command.ts';

const schema = 'type Query { hello: String }\n';

describe('a project', () => {
  it('rejects unknown options of a config', async () => {
    const folder = projectWith({
      'package.json': '{ "type": "module" }',
      'schema/a.graphql': schema,
      'graphql-pusher.config.js': "export default { shcema: 'sdl', pages: 'public' };\n",
    });
    await expect(loadProject(folder)).rejects.toMatchObject({
      problems: [
        {
          file: 'graphql-pusher.config.js',
          message: '"shcema" is not an option of a config. Correct or remove it',
        },
      ],
    });
  });

  it('reports no places in the code of this package, which users cannot fix', async () => {
    const wrong = createTestGateway({ typeDefs: schema, resolvers: { Query: { helo: () => 'Hello!' } } });
    const error = await wrong.catch((reason: unknown) => reason);
    expect(problemsOf(error, projectWith({}))).toEqual([
      { message: 'Query.helo defined in resolvers, but not in schema' },
    ]);
  });
});
