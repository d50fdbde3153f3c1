import type { Ctx } from '../context/ctx';

export const linksHub = (_text: string): boolean => false;
export const showLinkCards = (_ctx: Ctx, _text: string): Promise<void> => Promise.resolve();
