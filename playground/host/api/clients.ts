import type { Host } from '../host-api';
import type { HostParts } from './host-parts';

type ClientsApi = Pick<
    Host,
    | 'command' | 'preview' | 'executePreview' | 'click' | 'pick' | 'submit' | 'close' | 'actionButton' | 'actionButtons' | 'surfaces' | 'droppedTriggers'
>;

/** What people's clients do with the app. */
export function clientsApi({ commands, interactions, surfaces }: HostParts): ClientsApi {
    return {
        command: async (call) => commands.run(call),
        preview: async (call) => commands.preview(call),
        executePreview: async (call, item) => commands.executePreview(call, item),
        click: async (click) => interactions.click(click),
        pick: async (click) => interactions.click(click),
        submit: async (submit) => interactions.submit(submit),
        close: async (close) => interactions.close(close),
        actionButton: async (click) => interactions.actionButton(click),
        actionButtons: async () => (await interactions.buttons()).map((button) => ({ ...button })),
        surfaces: async (user) => Promise.resolve(surfaces.of(user)),
        droppedTriggers: async () => Promise.resolve([...surfaces.dropped]),
    };
}
