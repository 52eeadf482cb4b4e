// The chat page of the server program in two tabs of Chromium:
// node chromium-chat.mjs http://127.0.0.1:PORT/ PID-OF-THE-SERVER

import assert from 'node:assert/strict';
import { withBrowser } from './chromium.mjs';
import { rule } from './rules.mjs';

const [url, serverPid] = process.argv.slice(2);

/** A tab with the chat page. */
class Tab {
  /** Whatever the browser complains about. */
  complaints = [];

  static async open(browser, nick) {
    const tab = new Tab();
    tab.page = await browser.newPage();
    tab.page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        tab.complaints.push(message.text());
      }
    });
    tab.page.on('pageerror', (error) => tab.complaints.push(error.message));
    await tab.page.goto(url);
    await tab.sees('#status[data-state=open]', '');
    await tab.page.fill('#nick', nick);
    await tab.page.press('#nick', 'Enter');
    await tab.sees('#participants li', `${nick} (you)`);
    return tab;
  }

  async say(text) {
    await this.page.bringToFront(); // Tabs in the background are slow to react to a click.
    await this.page.fill('#message', text);
    await this.page.click('#send');
  }

  /** Waits for an element that has this text among others. */
  sees(selector, text) {
    return this.page.locator(selector).filter({ hasText: text }).last().waitFor({ timeout: 10_000 });
  }

  /** Waits until no such element has this text. */
  seesNo(selector, text) {
    const found = this.page.locator(selector).filter({ hasText: text });
    return found.first().waitFor({ state: 'detached', timeout: 10_000 });
  }

  /** Waits for the next line of the log to be exactly this. */
  async seesLine(text) {
    await this.page.waitForFunction(
      (expected) => document.querySelector('#log').lastElementChild?.textContent === expected,
      text,
      { polling: 20, timeout: 10_000 },
    );
  }
}

await withBrowser(async (browser) => {
  const ada = await Tab.open(browser, 'Ada');
  const bob = await Tab.open(browser, 'Bob');

  await rule('both tabs list both participants', async () => {
    await ada.sees('#participants li', 'Bob');
    await bob.sees('#participants li', 'Ada');
  });

  await rule('a message appears in both tabs, with the name of its sender', async () => {
    await ada.say('Is anybody here?');
    await ada.seesLine('Ada: Is anybody here?');
    await bob.seesLine('Ada: Is anybody here?');
  });

  await rule('the answer appears in both tabs', async () => {
    await bob.say('I am');
    await ada.seesLine('Bob: I am');
    await bob.seesLine('Bob: I am');
  });

  await rule('a message is sent by Enter as well, and the field is empty then', async () => {
    await ada.page.fill('#message', 'by Enter');
    await ada.page.press('#message', 'Enter');
    await bob.seesLine('Ada: by Enter');
    assert.equal(await ada.page.inputValue('#message'), '');
  });

  for (const text of [
    'emoji: 👩‍🚀 🐢 🇺🇳',
    'combining: e\u0301 a\u030a\u0323',
    'right to left: שלום مرحبا',
    'beyond the BMP: 𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
    '"quotes", \\backslashes\\ and {"json":"of its own"}',
  ]) {
    await rule(`what is written comes through: ${text}`, async () => {
      await ada.say(text);
      await bob.seesLine(`Ada: ${text}`);
    });
  }

  /** What would be there if HTML that somebody wrote were more than text. */
  const MARKUP = '#log :is(b, img, script), #participants :is(b, img, script)';
  const html = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>';

  await rule('HTML in a message is shown as text', async () => {
    await ada.say(html);
    await bob.seesLine(`Ada: ${html}`);
    assert.equal(await bob.page.locator(MARKUP).count(), 0);
    assert.equal(await bob.page.title(), 'Baseframe chat');
  });

  await rule('HTML in a nickname is shown as text, and the others learn the new name', async () => {
    await ada.page.fill('#nick', '<b>Ada</b>');
    await ada.page.press('#nick', 'Enter');
    await bob.sees('#participants li', '<b>Ada</b>');
    await bob.seesLine('Ada is now <b>Ada</b>');
    assert.equal(await bob.page.locator(MARKUP).count(), 0);
  });

  await rule('the page fits a small screen', async () => {
    await bob.page.setViewportSize({ width: 360, height: 640 });
    const width = await bob.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `the page is ${width} pixels wide`);
  });

  await rule('nothing so far has made the browser complain', async () => {
    assert.deepEqual([...ada.complaints, ...bob.complaints], []);
  });

  await rule('the policy of the page lets no script in', async () => {
    const tab = await Tab.open(browser, 'Eve');
    const violated = await tab.page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) =>
            resolve(event.effectiveDirective),
          );
          const script = document.createElement('script');
          script.textContent = 'document.title = "taken over"';
          document.body.append(script);
        }),
    );
    assert.equal(violated, 'script-src-elem');
    assert.equal(await tab.page.title(), 'Baseframe chat');
    await tab.page.close();
    await ada.seesLine('Eve has left'); // Not in the middle of what the next rule waits for.
  });

  await rule('who closes the tab has left', async () => {
    await bob.page.close();
    await ada.seesNo('#participants li', 'Bob');
    await ada.seesLine('Bob has left');
  });

  await rule('when the server stops the page says so', async () => {
    process.kill(Number(serverPid), 'SIGTERM');
    await ada.sees('#status[data-state=closed]', '1001');
  });
});
