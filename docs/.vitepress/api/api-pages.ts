/** The API reference: one page for each entry of the package, from the TSDoc of its exports. */
import { textOf } from '../pages.ts';
import { headOf, type Kind, kindOf, type Member, membersOf } from './declaration-text.ts';
import { readDocComment } from './doc-comment.ts';
import { type Exported, exportsOf, headerOf, identityOf, meaningOf } from './exports.ts';

/** An entry of the package. */
interface Entry {
  /** `graphql-pusher/client` */
  readonly specifier: string;
  /** `client` */
  readonly page: string;
  /** `src/client/index.ts` */
  readonly file: string;
  /** Description in one or two lines of Markdown. */
  readonly header: string;
  readonly exported: readonly Exported[];
}

const headings: Record<Kind, string> = {
  function: 'Functions',
  class: 'Classes',
  constant: 'Constants',
  type: 'Types',
};

/** Returns the Markdown of each page by its path on the site. */
export function apiPages(): Map<string, string> {
  const entries = readEntries();
  const pages = entries.map((entry): [string, string] => [`api/${entry.page}.md`, pageOf(entry, entries)]);
  return new Map([['api/index.md', overviewOf(entries)], ...pages]);
}

/** Returns the entries in the order of package.json. */
export function readEntries(): Entry[] {
  const manifest = JSON.parse(textOf('package.json')) as {
    name: string;
    exports: Record<string, { 'graphql-pusher-source'?: string }>;
  };
  return Object.entries(manifest.exports).flatMap(([path, { 'graphql-pusher-source': source }]) => {
    if (!source) return [];
    const file = source.slice('./'.length);
    const header = headerOf(file)
      .replace(/^`?[\w/-]+`?: /, '')
      .replaceAll('\n', ' ');
    return {
      specifier: manifest.name + path.slice(1),
      file,
      page: path === '.' ? 'graphql-pusher' : path.slice('./'.length).replaceAll('/', '-'),
      header: readDocComment(header, (name) => `\`${name}\``).text.replace(/^./, (letter) =>
        letter.toUpperCase(),
      ),
      exported: [...exportsOf(file).values()],
    };
  });
}

function overviewOf(entries: readonly Entry[]): string {
  const rows = entries.map(({ specifier, page, header, exported }) => {
    const functions = exported.filter((each) => kindOf(each) === 'function').map(({ name }) => `\`${name}\``);
    return `| [\`${specifier}\`](./${page}.md) | ${header} | ${functions.join(', ')} |`;
  });
  return `# API reference\n\nGenerated from the comments in the sources. Exports that are not listed here may change without notice.\n\n| import | description | functions |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function pageOf(entry: Entry, entries: readonly Entry[]): string {
  const anchors = anchorsOf(entries);
  // Prefer this entry's own export, then that of the first entry that has one.
  const hrefIn =
    (file: string) =>
    (name: string): string | undefined => {
      const meaning = meaningOf(name, file);
      for (const { page, exported } of [entry, ...entries]) {
        const found = exported.find((each) => identityOf(each) === meaning);
        if (found)
          return `${page === entry.page ? '' : `./${page}.html`}#${anchors.get(`${page} ${found.name}`)}`;
      }
      // Comments can mention names that their file does not import.
      const isHere = entry.exported.some((each) => each.name === name);
      return isHere && !/^[A-Z]/.test(name) ? `#${anchors.get(`${entry.page} ${name}`)}` : undefined;
    };
  const sections = (Object.keys(headings) as Kind[]).flatMap((kind) => {
    const ofKind = entry.exported
      .filter((each) => kindOf(each) === kind)
      .toSorted((a, b) => a.name.localeCompare(b.name));
    if (ofKind.length === 0) return [];
    return [
      `## ${headings[kind]}`,
      ...ofKind.map((each) =>
        sectionOf(each, anchors.get(`${entry.page} ${each.name}`) ?? '', hrefIn(each.file)),
      ),
    ];
  });
  return [
    '---\noutline: [2, 3]\npageClass: api\n---',
    `# ${entry.specifier}`,
    entry.header,
    ...sections,
  ].join('\n\n');
}

/** Anchors by page and name. They are in lower case, but different for `publish` and `Publish`. */
function anchorsOf(entries: readonly Entry[]): Map<string, string> {
  const anchors = new Map<string, string>();
  for (const { page, exported } of entries) {
    const taken = new Set<string>();
    for (const each of exported) {
      const plain = each.name.toLowerCase();
      const anchor = taken.has(plain) ? `${plain}-${kindOf(each)}` : plain;
      taken.add(anchor);
      anchors.set(`${page} ${each.name}`, anchor);
    }
  }
  return anchors;
}

function sectionOf(exported: Exported, anchor: string, hrefOf: (name: string) => string | undefined): string {
  const linkTo = (name: string): string => {
    const href = hrefOf(name);
    return href === undefined || name === exported.name ? `\`${name}\`` : `[\`${name}\`](${href})`;
  };
  const { text, throws, examples } = readDocComment(exported.comment, linkTo);
  const members = membersOf(exported);
  return [
    `### ${exported.name} {#${anchor}}`,
    text,
    signatureOf(headOf(exported), exported.name, hrefOf),
    ...(members.length > 0
      ? ['<dl class="members">', ...members.map((member) => memberOf(member, linkTo, hrefOf)), '</dl>']
      : []),
    ...throws.map((each) => `**Throws** ${each}`),
    ...examples.map((each) => (each.includes('```') ? each : `\`\`\`ts\n${each}\n\`\`\``)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Returns HTML in which types are links, which a highlighter cannot create. */
function signatureOf(text: string, own: string, hrefOf: (name: string) => string | undefined): string {
  return `<pre class="signature" v-pre><code>${linked(text, hrefOf, own).replaceAll('\n\n', '\n')}</code></pre>`;
}

function memberOf(
  { text, comment, name }: Member,
  linkTo: (name: string) => string,
  hrefOf: (name: string) => string | undefined,
): string {
  const doc = readDocComment(comment, linkTo);
  const parts = [
    doc.text,
    ...doc.throws.map((each) => `**Throws** ${each}`),
    ...doc.examples.map((each) => `\`\`\`ts\n${each}\n\`\`\``),
  ];
  const words = parts.filter((part) => part !== '').join('\n\n');
  const code = linked(text, hrefOf, name).replaceAll('\n\n', '\n');
  return `<dt><pre v-pre><code>${code}</code></pre></dt>\n<dd>\n\n${words}\n\n</dd>`;
}

/** Returns code as HTML with links from names to their reference, and with its own name in bold. */
function linked(code: string, hrefOf: (name: string) => string | undefined, own: string): string {
  let isFirst = true;
  return code.replaceAll(/[&<>"]|'[^']*'|\b[A-Za-z_$][\w$]*\b(?!\??:)|\b[A-Za-z_$][\w$]*/g, (part) => {
    if (part === own && isFirst) {
      isFirst = false;
      return `<b>${part}</b>`;
    }
    const href = /^[A-Z]/.test(part) ? hrefOf(part) : undefined;
    return href === undefined ? escaped(part) : `<a href="${href}">${part}</a>`;
  });
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
