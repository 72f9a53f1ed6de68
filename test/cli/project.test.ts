import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/cli/project/load-project.ts';
import { problemsOf } from '../../src/cli/project/problems-of.ts';
import { createTestGateway } from '../../src/testing/index.ts';
import { projectWith } from '../support/run-command.ts';

const schema = 'type Query { hello: String }\n';

describe('a project', () => {
  it('may not have options that there are not, which are misspelt most of the time', async () => {
    const folder = projectWith({
      'package.json': '{ "type": "module" }',
      'schema/a.graphql': schema,
      'graphql-pusher.config.js': "export default { shcema: 'sdl', pages: 'public' };\n",
    });
    await expect(loadProject(folder)).rejects.toMatchObject({
      problems: [{ file: 'graphql-pusher.config.js', message: '"shcema" is no option of a config' }],
    });
  });

  it('is not told of places in this package, where nobody can mend anything', async () => {
    const wrong = createTestGateway({ typeDefs: schema, resolvers: { Query: { helo: () => 'Hello!' } } });
    const error = await wrong.catch((reason: unknown) => reason);
    expect(problemsOf(error, projectWith({}))).toEqual([
      { message: 'Query.helo defined in resolvers, but not in schema' },
    ]);
  });
});
