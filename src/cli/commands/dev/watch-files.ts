import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { conventionalFiles, isSchemaFile } from '../../project/index.ts';
import type { Watched } from './version-message.ts';

/** Watches the files of a project. */
export interface Watch {
  /** Replaces the watched files. `anyCode` also watches code files that are not imported, in case a missing file is added. */
  setWatched(watched: Watched, anyCode: boolean): void;
  close(): void;
}

/** Writes within this interval count as one change, in ms. */
const debounceInterval = 50;

/** Watches folders instead of files, because editors replace a file when they save it. */
export function watchFiles(folder: string, onChange: (files: string[]) => void): Watch {
  const watchers = new Map<string, FSWatcher>();
  /** Fingerprint of each file when it was last checked, by path. */
  const fingerprints = new Map<string, string>();
  const conventional = new Set(conventionalFiles.map((each) => join(folder, each)));
  let files: ReadonlySet<string> = new Set();
  let schemaPaths: readonly string[] = [join(folder, 'schema')];
  let watchesAnyCode = false;
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function isWatched(path: string): boolean {
    if (files.has(path) || conventional.has(path)) return true;
    if (watchesAnyCode && /\.([mc]?[jt]s|json)$/.test(path)) return true;
    const inSchema = schemaPaths.some((each) => path === each || path.startsWith(`${each}/`));
    return inSchema && (isSchemaFile(path) || !/\.\w+$/.test(path));
  }

  function onEvent(path: string): void {
    const fingerprint = fingerprintOf(path);
    if (!isWatched(path) || fingerprints.get(path) === fingerprint) return;
    fingerprints.set(path, fingerprint);
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changedFiles = [...changed];
      changed = new Set();
      // The change may have added a folder.
      watchFolders();
      onChange(changedFiles);
    }, debounceInterval);
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
      const watcher = watch(path, (_event, name) => name !== null && onEvent(join(path, name)));
      // The folder was removed. The watcher of its parent reports that too.
      watcher.on('error', () => watcher.close());
      watchers.set(path, watcher);
    }
  }

  watchFolders();
  return {
    setWatched(watched, anyCode) {
      files = new Set(watched.files);
      if (watched.schemaPaths.length > 0) schemaPaths = watched.schemaPaths;
      watchesAnyCode = anyCode;
      for (const path of files) if (!fingerprints.has(path)) fingerprints.set(path, fingerprintOf(path));
      watchFolders();
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function fingerprintOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : 'gone';
}

/** A folder and its subfolders, or the folder that contains a file. */
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
