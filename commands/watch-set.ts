import { answer } from '../context/answer';
import { changesTimes, readTimes, setRoomTimes } from '../flows/watching/room-times';
import { roomTimesView } from '../ui/room-times-view';
import { command } from './command';
import { optional, text } from './params';

/** Without options it shows what is set. */
export const watchSet = command({
    name: 'watch set',
    aliases: ['notifications'],
    summary: 'watch.set.summary',
    example: '/hf watch set --digest 09:00 --quiet 20:00-07:00 --time-zone Europe/Berlin',
    args: {},
    options: { digest: optional(text('watch.option.digest')), quiet: optional(text('watch.option.quiet')), 'time-zone': optional(text('watch.option.time_zone')) },
    optionAliases: { 'quiet-hours': 'quiet', timezone: 'time-zone' },
    read: false,
    async run(ctx, { options: { digest, quiet, 'time-zone': timeZone } }) {
        const change = readTimes({ digest, quiet, timeZone });
        const times = changesTimes(change) ? await setRoomTimes(ctx, change) : await ctx.stores.roomSettings.get(ctx.room.id);
        return answer(roomTimesView(times, changesTimes(change), ctx.lang));
    },
});
