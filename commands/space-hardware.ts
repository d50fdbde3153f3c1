import { aboutSpace, orderSpace } from './about-space';
import { command } from './command';
import { optional, text } from './params';
import { sleepTime } from './sleep-time';
import { spaceHardwareAnswer } from './space-answers';
import { suggestSpaces } from './suggest-spaces';

/** Without a flavor, what there is and what it costs. */
export const spaceHardware = command({
    name: 'space hardware',
    aliases: ['space hw'],
    summary: 'space.hardware.summary',
    example: '/hf space hardware acme/demo t4-small --sleep 1h',
    args: { id: text('repo.arg.id'), flavor: optional(text('space.hardware.arg.flavor')) },
    options: { sleep: optional(sleepTime('space.hardware.option.sleep')) },
    read: true,
    drives: ['space-hardware', 'zerogpu'],
    run(ctx, { args: { id, flavor }, options: { sleep } }) {
        if (flavor !== undefined) {
            return orderSpace(ctx, id, (space) => ({ kind: 'hardware', space, flavor: flavor.toLowerCase(), ...(sleep !== undefined && { sleepSeconds: sleep }) }));
        }
        return aboutSpace(ctx, id, { actionId: 'space.hardware', show: (space) => spaceHardwareAnswer(ctx, space, sleep) });
    },
    suggest: suggestSpaces('space hardware'),
});
