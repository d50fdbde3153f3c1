import type { Page } from 'playwright-core';

/** The browser of a phone, for `open`. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What can be scrolled sideways, which on a phone hides half of it. */
export const tooWide = (page: Page): Promise<string[]> =>
    page.getByRole('log').evaluateAll((logs) => {
        const all = logs.flatMap((log) => [log, ...log.querySelectorAll('*')]);
        const wide = all.filter((element) => element.scrollWidth > element.clientWidth && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX));
        return wide.map((element) => element.outerHTML.slice(0, 200));
    });
