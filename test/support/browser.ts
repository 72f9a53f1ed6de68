import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

/**
 * Not the package's own `args`: they serve AWS Lambda (one process for all), and switch off web security, with which
 * a test of cross-origin requests would prove nothing.
 */
const quietly = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--font-render-hinting=none',
];

/**
 * A headless Chromium that came with `npm ci`: nothing is downloaded, and a bare Debian needs nothing beside it. One
 * per test file, to be closed in `afterAll`. On systems that it was not built for, `CHROMIUM_PATH` names another.
 *
 * @throws with what is missing when it cannot run on this machine.
 */
export async function launchBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH: another } = process.env;
  if (another) return chromium.launch({ executablePath: another, args: quietly });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The Chromium of these tests is for Linux on x64, not ${process.platform} on ${process.arch}. Set CHROMIUM_PATH.`,
    );
  }
  const folder = await unpackedChromium();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: quietly,
    // As root Chromium starts without its sandbox only; it visits nothing but our own pages.
    chromiumSandbox: false,
    env: {
      ...process.env,
      HOME: process.env.HOME ?? homedir(),
      // The same font everywhere, also where there is none.
      FONTCONFIG_PATH: join(folder, 'fonts'),
      LD_LIBRARY_PATH: [librariesIn(folder), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  });
}

/** NSS, NSPR and Expat, which bare systems lack. */
function librariesIn(folder: string): string {
  return join(folder, 'al2023/lib');
}

/** The folder with the binary, its libraries and a font; unpacked once a version. */
async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), `graphql-pusher-chromium-${await chromiumVersion()}`);
  if (existsSync(folder)) return folder;
  const staging = await mkdtemp(`${folder}-`);
  try {
    await unpackInto(staging);
    await writeFile(join(staging, 'fonts/fonts.conf'), fontsConfiguration(join(folder, 'fonts')));
    await checkLibraries(staging);
    // Test files run at the same time, and must never see one half unpacked.
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function chromiumVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8'));
  return version;
}

/** In a process of its own, since the package takes the place and its libraries from the environment. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    // The second makes it unpack its libraries, too.
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  });
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;
}

/** Playwright would say only that the browser has closed. */
async function checkLibraries(folder: string): Promise<void> {
  const env = { ...process.env, LD_LIBRARY_PATH: librariesIn(folder) };
  const { stdout } = await run('ldd', [join(folder, 'chromium')], { env });
  const missing = [...stdout.matchAll(/(\S+) => not found/g)].map((match) => match[1]);
  if (missing.length > 0) {
    throw new Error(`Chromium cannot run here: the system has no ${missing.join(', ')}. Install them.`);
  }
}
