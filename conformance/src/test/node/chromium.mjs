// Headless Chromium with an empty profile of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * Starts a browser, runs what is to be done in it, and ends it.
 *
 * @param {(browser: import('playwright-core').BrowserContext) => Promise<void>} work
 */
export async function withBrowser(work) {
  const profile = await mkdtemp(join(tmpdir(), 'baseframe-chromium-'));
  try {
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    try {
      await work(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
