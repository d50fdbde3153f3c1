import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, PAGE_TIMEOUT_MS, PageUnderTest } from './page-under-test';

/** What the browser itself says about an answer that was a refusal, and about a server that is away. */
const EXPECTED = /^(Failed to load resource|WebSocket connection)/;

/** Tests of the page in one workspace and one browser. Without a browser on the machine they are left out, which the report says. */
export function describePage(what: string, tests: (started: () => PageUnderTest) => void): void {
    describe.skipIf(BROWSER === undefined)(`needs a browser: ${what}`, { timeout: PAGE_TIMEOUT_MS }, () => {
        let page: PageUnderTest;
        beforeAll(async () => {
            page = await PageUnderTest.start();
        });
        afterAll(() => page.stop());
        tests(() => page);
        it('nothing failed in the browser meanwhile', () => {
            expect(page.problems.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
        });
    });
}
