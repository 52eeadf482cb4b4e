// Checks rules one after the other and prints how each went, for JUnit to show as tests:
// {"rule":"a text message comes back"} or {"rule":"...","failure":"AssertionError: ..."}.

const RULE_MILLISECONDS = 20_000;
const WAIT_MILLISECONDS = 10_000;

/**
 * @param {string} name the rule, as a sentence
 * @param {() => Promise<void>} check throws if the rule is broken
 */
export async function rule(name, check) {
  let failure;
  try {
    await withDeadline(check(), 'the whole check', RULE_MILLISECONDS);
  } catch (error) {
    failure = error.stack ?? String(error);
  }
  console.log(JSON.stringify({ rule: name, failure }));
}

/** Waits for a promise, but not for ever. */
export async function withDeadline(promise, what, milliseconds = WAIT_MILLISECONDS) {
  let timer;
  const deadline = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** What has come and was not asked for yet, or was asked for and has not come yet. */
export class Inbox {
  #arrived = [];
  #waiting = [];

  put(item) {
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(item);
    } else {
      this.#arrived.push(item);
    }
  }

  take(what) {
    if (this.#arrived.length > 0) {
      return Promise.resolve(this.#arrived.shift());
    }
    return withDeadline(new Promise((resolve) => this.#waiting.push(resolve)), what);
  }
}
