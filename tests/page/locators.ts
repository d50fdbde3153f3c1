import type { Locator, Page } from 'playwright-core';

/** The room's messages with this in them; in a thread's panel with `thread`. */
export const messages = (page: Page, hasText: string | RegExp = /(?:)/): Locator =>
    page.getByRole('log', { name: /^Messages in/ }).getByRole('article').filter({ hasText });
export const threadMessages = (page: Page, hasText: string | RegExp = /(?:)/): Locator =>
    page.getByRole('log', { name: 'Thread' }).getByRole('article').filter({ hasText });

/** The box of the room. */
export const messageBox = (page: Page): Locator => page.getByRole('combobox', { name: /^Message to/ });
export const replyBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Reply' });

export const roomLink = (page: Page, title: string): Locator => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: new RegExp(`^${title}`) });
export const panel = (page: Page, name: string): Locator => page.getByRole('complementary', { name });
export const heading = (page: Page, name: string): Locator => page.getByRole('main').getByRole('heading', { level: 1, name });

/** The buttons of one message, which show when the pointer is over it. */
export async function toolbarOf(message: Locator): Promise<Locator> {
    await message.hover();
    return message.getByRole('toolbar', { name: 'Message actions' });
}

export async function enterRoom(page: Page, title: string): Promise<void> {
    await roomLink(page, title).click();
    await heading(page, title).waitFor();
}
