import type { Ctx } from '../context/ctx';

export const carriesToken = (_text: string): boolean => false;
export const maskTokens = (text: string): { readonly text: string; readonly tokens: readonly string[] } => ({ text, tokens: [] });
export const mentionsMask = (_text: string): boolean => false;
export const offerRevocation = (_ctx: Ctx): Promise<void> => Promise.resolve();
