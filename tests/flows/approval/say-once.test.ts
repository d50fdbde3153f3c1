import { beforeEach, describe, expect, it } from 'vitest';

import { REQUEST_MESSAGE } from '../../../flows/approval/load-approval';
import { sayOnce } from '../../../flows/approval/say-once';
import { Killed } from '../../helpers/memory-store';
import { type AppServer, ApprovalWorld } from './approval-world';

const NEWS = { text: 'News' };

let world: ApprovalWorld;
let server: AppServer;
let id: string;

beforeEach(async () => {
    world = new ApprovalWorld();
    server = world.server();
    id = await server.open();
    await server.settle();
});

/** A server whose process dies at this step. */
const dyingAt = (fatal: string): AppServer =>
    world.server({
        onStep(step) {
            if (step === fatal) {
                throw new Killed();
            }
        },
    });

async function say(by: AppServer, key = 'news', request = id): Promise<string> {
    return sayOnce(by.ctx('alice'), await server.approval(request), key, NEWS);
}

const posted = (): string[] => [...world.messages.all].filter(([, { view }]) => view.text === NEWS.text).map(([messageId]) => messageId);

describe('sayOnce', () => {
    it('posts in the thread of the request, and only once', async () => {
        const first = await say(server);
        expect(await say(server)).toBe(first);
        expect(posted()).toEqual([first]);
        expect(world.messages.get(first).threadId).toBe((await server.approval(id)).posted.get(REQUEST_MESSAGE));
    });

    it('finds the message of a process that was killed before it wrote that down', async () => {
        await expect(say(dyingAt('said'))).rejects.toThrow(Killed);
        const [left] = posted();
        expect(await say(server)).toBe(left);
        expect(posted()).toEqual([left]);
        expect((await server.approval(id)).posted.get('news')).toBe(left);
    });

    it('posts what a process did not come to post', async () => {
        await expect(say(dyingAt('say'))).rejects.toThrow(Killed);
        expect(posted()).toEqual([]);
        const messageId = await say(server);
        expect(posted()).toEqual([messageId]);
    });

    it('tells reasons and requests apart', async () => {
        const other = await server.open();
        await server.settle();
        const messages = [await say(server), await say(server, 'other'), await say(server, 'news', other)];
        expect(new Set(messages).size).toBe(3);
        expect(posted()).toEqual(messages);
    });
});
