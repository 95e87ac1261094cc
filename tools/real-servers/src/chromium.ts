import { access, constants } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { run } from './processes.ts';

const PLACE = '/usr/bin/chromium';
/** The second draws Chinese, in screenshots too. */
const PACKAGES = ['chromium', 'fonts-wqy-zenhei'];
const BY_HAND = `as root: apt-get install ${PACKAGES.join(' ')}; or set CHROMIUM to the path of a Chromium or Chrome`;

const FLAGS = [
  // Chromium refuses its sandbox to root, which test machines usually are.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Finds Chromium, installs Debian's when there is none and this process may; gives the path of its command. */
export async function getChromium(): Promise<string> {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (await executable(chosen)) return chosen;
    throw new Error(`CHROMIUM names ${chosen}, which is no program`);
  }
  if (await executable(PLACE)) return PLACE;
  if (process.getuid?.() !== 0) throw new Error(`there is no Chromium at ${PLACE}. Install it ${BY_HAND}`);
  const options = { toInstall: `this is no Debian; install Chromium by hand and set CHROMIUM to its path`, env: QUIET };
  await run('apt-get', ['update', '-qq'], options);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], options);
  return PLACE;
}

const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };

/** A headless browser for tests. Close it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await getChromium(), headless: true, args: FLAGS });
}

async function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
