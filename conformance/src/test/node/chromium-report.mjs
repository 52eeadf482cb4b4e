// The report of the conformance cases in Chromium, as it was written to a folder:
// node chromium-report.mjs file:///.../index.html
// Cases 1.1.1, 1.1.2, 2.1 and 6.4.1; agent "right" has OK in all of the first three, and none in the
// last; agent "<i>wrong" has OK, FAILED, OK with an unclean close, NON-STRICT.

import assert from 'node:assert/strict';
import { withBrowser } from './chromium.mjs';
import { rule } from './rules.mjs';

const [url] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));

  async function open() {
    await page.goto(url);
  }

  /** What a reader sees: the numbers of the cases, the headings of the sections, the count. */
  async function seen() {
    const texts = (selector) =>
      page.locator(selector).evaluateAll((found) =>
        found.filter((each) => each.checkVisibility()).map((each) => each.firstChild.textContent.trim()),
      );
    return {
      cases: await texts('tr.case th'),
      sections: await texts('tr.section th'),
      shown: await page.locator('#shown').textContent(),
    };
  }

  async function assertSeen(cases, sections) {
    assert.deepEqual(await seen(), { cases, sections, shown: `${cases.length} of 4 cases` });
  }

  const choose = (name, value) => page.locator(`[name=${name}]`).selectOption(value);
  const type = (text) => page.locator('[name=text]').fill(text);

  await rule('at first all cases are shown', async () => {
    await open();
    await assertSeen(
      ['1.1.1', '1.1.2', '2.1', '6.4.1'],
      ['1 Framing', '2 Pings and pongs', '6 UTF-8'],
    );
  });

  await rule('a section can be chosen', async () => {
    await choose('section', '2');
    await assertSeen(['2.1'], ['2 Pings and pongs']);
    await choose('section', '1');
    await assertSeen(['1.1.1', '1.1.2'], ['1 Framing']);
    await choose('section', '');
    assert.equal((await seen()).cases.length, 4);
  });

  await rule('a verdict can be chosen, whichever agent has it', async () => {
    await open();
    await choose('verdict', 'FAILED');
    await assertSeen(['1.1.2'], ['1 Framing']);
    await choose('verdict', 'NON-STRICT');
    await assertSeen(['6.4.1'], ['6 UTF-8']);
    await choose('verdict', 'OK');
    await assertSeen(['1.1.1', '1.1.2', '2.1'], ['1 Framing', '2 Pings and pongs']);
    await choose('verdict', 'UNIMPLEMENTED');
    await assertSeen([], []);
  });

  await rule('what is not as it should be can be chosen, a close included', async () => {
    await open();
    await choose('verdict', 'problem');
    await assertSeen(['1.1.2', '2.1', '6.4.1'], ['1 Framing', '2 Pings and pongs', '6 UTF-8']);
  });

  await rule('text is looked for in any case of its letters', async () => {
    await open();
    await type(' uncLEAN ');
    await assertSeen(['2.1'], ['2 Pings and pongs']);
    await type('.1.');
    await assertSeen(['1.1.1', '1.1.2'], ['1 Framing']);
    await type('there is no such text');
    await assertSeen([], []);
  });

  await rule('section, verdict and text hold together', async () => {
    await open();
    await choose('section', '1');
    await choose('verdict', 'OK');
    await type('1.1.2');
    await assertSeen(['1.1.2'], ['1 Framing']);
    await choose('section', '2');
    await assertSeen([], []);
  });

  await rule('Enter in the text leaves the page as it is', async () => {
    await open();
    await type('1.1.2');
    await page.locator('[name=text]').press('Enter');
    await assertSeen(['1.1.2'], ['1 Framing']);
    assert.equal(page.url(), url);
  });

  await rule('a name is text and no markup', async () => {
    await open();
    const names = await page.locator('thead th bdi').allTextContents();
    assert.deepEqual(names, ['right', '<i>wrong']);
    assert.equal(await page.locator('thead i').count(), 0);
  });

  await rule('a verdict leads to the page of its case, which shows head and frames', async () => {
    await open();
    await page.locator('td.FAILED a').click();
    assert.match(await page.locator('h1').textContent(), /^Case 1\.1\.2 with <i>wrong$/);
    assert.equal(await page.locator('pre').textContent(), 'GET / HTTP/1.1\\r\\n\n\\r\\n');
    const octets = page.locator('details code');
    assert.equal(await octets.isVisible(), false);
    await page.locator('summary').click();
    assert.equal(await octets.isVisible(), true);
  });

  await rule('on a phone nothing but the table is wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok((await overflow()) <= 0, 'the page of a case');
    await open();
    assert.ok((await overflow()) <= 0, 'the matrix');
    assert.equal((await seen()).cases.length, 4);
  });

  await rule('the browser has nothing to complain about', async () => {
    assert.deepEqual(complaints, []);
  });
});
