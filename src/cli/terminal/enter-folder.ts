import { CommandFailure } from './command-failure.ts';

/** Makes a project's folder the current one, so that its `.env` and its store's file are found there. */
export function enterFolder(folder: string): void {
  try {
    process.chdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'is no folder' : code;
    throw new CommandFailure(`${folder}: ${why}`, 'unusable', { cause });
  }
}
