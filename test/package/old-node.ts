import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command that starts an unsupported Node. */
export interface OldNode {
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
}

const simulated: OldNode = {
  version: '22.17.1',
  command: process.execPath,
  args: [
    '--import',
    `data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'node', { value: '22.17.1' })")}`,
  ],
};

/** This Node with an old version number and, if the system has one, a real old Node. */
export async function oldNodes(): Promise<OldNode[]> {
  const command = '/usr/bin/node';
  try {
    const { stdout } = await run(command, ['--version']);
    const version = stdout.trim().slice(1);
    return Number.parseInt(version, 10) < 22 ? [simulated, { version, command, args: [] }] : [simulated];
  } catch {
    // The system has no Node of its own.
    return [simulated];
  }
}

/** The result of a process. */
export interface ProcessResult {
  readonly code: number;
  readonly stderr: string;
}

/** Runs an old Node with these arguments. Resolves when it exits. */
export async function runOld(
  { command, args }: OldNode,
  more: readonly string[],
  cwd: string,
): Promise<ProcessResult> {
  try {
    const { stderr } = await run(command, [...args, ...more], { cwd });
    return { code: 0, stderr };
  } catch (error) {
    return error as ProcessResult;
  }
}
