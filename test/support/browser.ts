/** A page in a real browser: Chromium of this machine, without a window. */
import { execFileSync } from 'node:child_process';
import { launch, type Page } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function chromium(): string {
  const found =
    process.env['CHROME'] ??
    NAMES.map((name) => execFileSync('sh', ['-c', `command -v ${name} || true`], { encoding: 'utf8' }).trim()).find(Boolean);
  if (found === undefined) throw new Error('There is no Chromium: install one (apt-get install chromium), or name one in CHROME.');
  return found;
}

/** Opens an address, hands the page over, and fails if a script of it did. */
export async function visit(url: string, use: (page: Page) => Promise<void>, size = { width: 1000, height: 800 }): Promise<void> {
  const browser = await launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.setViewport(size);
    await page.goto(url);
    await use(page);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    await browser.close();
  }
}
