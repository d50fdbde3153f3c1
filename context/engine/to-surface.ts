import type { IUIKitSurfaceViewParam } from '@rocket.chat/apps-engine/definition/accessors/IUIController';
import type { Surface } from '../../ui/view';
import { toBlocks } from './to-blocks';

/** A modal or contextual bar as the engine wants it. Buttons of a surface need ids of their own as well. */
export function toSurface(surface: Surface, appId: string): IUIKitSurfaceViewParam {
    const control = (verb: string, label: string, value?: string): object => ({
        type: 'button',
        appId,
        blockId: `${surface.id}.${verb}`,
        actionId: `surface.${verb}`,
        text: { type: 'plain_text', text: label, emoji: false },
        ...(value !== undefined && { value }),
    });
    const view = {
        id: surface.id,
        type: surface.kind,
        title: { type: 'plain_text', text: surface.title, emoji: false },
        blocks: toBlocks(surface.blocks, { appId, prefix: surface.id }),
        close: control('close', surface.close),
        ...(surface.submit && { submit: control('submit', surface.submit, surface.carried) }),
    };
    // The engine's enums and block classes are only names for these strings and objects.
    return view as unknown as IUIKitSurfaceViewParam;
}
