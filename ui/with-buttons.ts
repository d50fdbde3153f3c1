import { card } from './blocks';
import type { Button, View } from './view';

/** The view, which has no blocks, with a row of buttons and small print below it. */
export function withButtons(view: View, { buttons, notes }: { readonly buttons: readonly Button[]; readonly notes: readonly string[] }): View {
    return { ...view, ...card({ text: view.text, actions: buttons, notes, ...(view.attachments && { attachments: view.attachments }) }) };
}
