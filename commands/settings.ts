import { answer } from '../context/answer';
import { settingsForm } from '../context/settings-form';
import { settingsPromptView, settingsSurface } from '../ui/settings-view';
import { command } from './command';

export const settings = command({
    name: 'settings',
    summary: 'settings.summary',
    example: '/hf settings',
    args: {},
    options: {},
    read: false,
    async run(ctx) {
        const opened = await ctx.open(settingsSurface(await settingsForm(ctx), ctx.lang));
        return opened ? undefined : answer(settingsPromptView(ctx.lang));
    },
});
