import { CommandFailure } from './command-failure.ts';

/** Changes to the folder of a project, because `.env` and the store's file are relative to it. */
export function enterFolder(folder: string): void {
  try {
    process.chdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such folder' : code === 'ENOTDIR' ? 'not a folder' : code;
    throw new CommandFailure(`${folder}: ${why}`, 'unusable', { cause });
  }
}
