import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFiles, slugOf, targetOf, textOf } from '../../docs/.vitepress/pages.ts';
import { documentationFiles } from '../../scripts/snippets.ts';
import { root } from '../support/child-process.ts';

/** Markdown without code, where brackets have another meaning. */
const proseOf = (file: string): string =>
  textOf(file)
    .replaceAll(/^(`{3,}).*?^\1$/gms, '')
    .replaceAll(/`[^`\n]*`/g, '');

function anchorsOf(file: string): string[] {
  return [...textOf(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => slugOf(heading));
}

describe('the documentation on GitHub', () => {
  it('links to existing files and headings only', () => {
    const dead = documentationFiles().flatMap((file) =>
      [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, href = '']) => {
        const target = href.startsWith('#') ? { path: file, hash: href } : targetOf(href, file);
        if (!target) return [];
        const { path, hash } = target;
        const exists = existsSync(join(root, path)) && !path.startsWith('docs/generated');
        const isAnchored = hash === '' || !path.endsWith('.md') || anchorsOf(path).includes(hash.slice(1));
        return exists && isAnchored ? [] : [`${file}: ${href}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  it('lists every decision', () => {
    const list = textOf('docs/decisions/README.md');
    const files = pageFiles().filter((file) => /^docs\/decisions\/[a-z]/.test(file));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(list).toContain(`(${file.slice('docs/decisions/'.length)})`);
  });

  it('lists every setting, and no others', () => {
    const names = (text: string, pattern: RegExp): string[] =>
      [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();
    const sources = ['settings', 'pusher-settings', 'channels-settings']
      .map((name) => textOf(`src/serve/settings/${name}.ts`))
      .join('');
    const settings = names(sources, /^ {2}([A-Z_]+): /gm);
    const rows = textOf('docs/settings.md').match(/^\| `[A-Z].*$/gm) ?? [];
    const documented = names(rows.map((row) => row.split(' | ')[0]).join('\n'), /`([A-Z_]+)`/g);
    expect(documented).toEqual(settings);
  });
});
