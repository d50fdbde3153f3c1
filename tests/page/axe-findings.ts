import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const OPTIONS: RunOptions = { resultTypes: ['violations'], preload: false };
/** All that a change of colours can break. */
export const COLOURS: RunOptions = { ...OPTIONS, runOnly: ['color-contrast', 'link-in-text-block'] };

/** Once for each tab, before `findings`. */
export const loadAxe = (page: Page): Promise<unknown> => page.evaluate(axe.source);

/** What axe finds that is serious or critical, in what the selector `where` leads to: a line each. */
export async function findings(page: Page, where: string, options = OPTIONS): Promise<string[]> {
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(where)}, ${JSON.stringify(options)})`);
    return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`));
}
