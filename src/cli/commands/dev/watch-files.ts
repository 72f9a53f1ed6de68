import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { conventionalFiles, isSchemaFile } from '../../project/index.ts';
import type { Watched } from './version-message.ts';

/** Watches the files that a project is made of. */
export interface Watch {
  /** What to look after from now on. `anyCode`: also files of code that nobody has imported, where one was missing. */
  lookAfter(watched: Watched, anyCode: boolean): void;
  close(): void;
}

/** Several writes of one save are one change: how long it is waited for the next, in ms. */
const settling = 50;

/** Folders are watched and not files, since editors put a new file in the place of the old one. */
export function watchFiles(folder: string, onChange: (files: string[]) => void): Watch {
  const watchers = new Map<string, FSWatcher>();
  /** By path: what it looked like when it was last looked at. */
  const seen = new Map<string, string>();
  const conventional = new Set(conventionalFiles.map((each) => join(folder, each)));
  let files: ReadonlySet<string> = new Set();
  let schemaPaths: readonly string[] = [join(folder, 'schema')];
  let isAnyCode = false;
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function isOurs(path: string): boolean {
    if (files.has(path) || conventional.has(path)) return true;
    if (isAnyCode && /\.([mc]?[jt]s|json)$/.test(path)) return true;
    const inSchema = schemaPaths.some((each) => path === each || path.startsWith(`${each}/`));
    return inSchema && (isSchemaFile(path) || !/\.\w+$/.test(path));
  }

  function happened(path: string): void {
    const look = lookOf(path);
    if (!isOurs(path) || seen.get(path) === look) return;
    seen.set(path, look);
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const those = [...changed];
      changed = new Set();
      // A folder may have come.
      watchFolders();
      onChange(those);
    }, settling);
  }

  function watchFolders(): void {
    const wanted = new Set([
      folder,
      ...[...files].map((each) => dirname(each)),
      ...schemaPaths.flatMap(foldersIn),
    ]);
    for (const [path, watcher] of watchers) {
      if (wanted.has(path) && existsSync(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of wanted) {
      if (watchers.has(path) || !existsSync(path)) continue;
      const watcher = watch(path, (_event, name) => name !== null && happened(join(path, name)));
      // The folder is gone, which the one above it tells as well.
      watcher.on('error', () => watcher.close());
      watchers.set(path, watcher);
    }
  }

  watchFolders();
  return {
    lookAfter(watched, anyCode) {
      files = new Set(watched.files);
      if (watched.schemaPaths.length > 0) schemaPaths = watched.schemaPaths;
      isAnyCode = anyCode;
      for (const path of files) if (!seen.has(path)) seen.set(path, lookOf(path));
      watchFolders();
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function lookOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : 'gone';
}

/** A folder with all those inside, or the folder of a file. */
function foldersIn(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [dirname(path)];
  const inside = readdirSync(path, { recursive: true, withFileTypes: true });
  return [
    path,
    ...inside.filter((each) => each.isDirectory()).map((each) => resolve(each.parentPath, each.name)),
  ];
}
