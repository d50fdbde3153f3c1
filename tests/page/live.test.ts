import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { ProbeServer } from './probe-server';

let page: ProbeServer;

beforeAll(async () => {
    page = await ProbeServer.start();
});

afterAll(() => page.stop());

interface Heard {
    readonly type: string;
    readonly [field: string]: unknown;
}

/** A client of the live stream: what it heard, and why it ended. */
class Listener {
    readonly heard: Heard[] = [];
    /** Code with which the stream was closed, or the status with which it was refused. */
    readonly ended: Promise<number>;
    private readonly socket: WebSocket;
    private wake = (): void => undefined;

    constructor(options: ClientOptions = {}, path = '/websocket') {
        this.socket = new WebSocket(`${page.server.url.replace('http', 'ws')}${path}`, options);
        this.socket.on('message', (data: Buffer) => {
            this.heard.push(JSON.parse(data.toString()) as Heard);
            this.wake();
        });
        this.ended = new Promise((resolve, reject) => {
            this.socket.on('close', (code) => resolve(code));
            this.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
            this.socket.on('error', reject);
        });
    }

    static async as(user: string): Promise<Listener> {
        const listener = new Listener();
        await listener.say(JSON.stringify(await page.probe.host.credentials(user)));
        await listener.until(({ type }) => type === 'ready');
        return listener;
    }

    async say(first: string | Buffer): Promise<void> {
        await new Promise((resolve) => this.socket.once('open', resolve));
        this.socket.send(first);
    }

    async until(fits: (event: Heard) => boolean): Promise<Heard> {
        for (;;) {
            const found = this.heard.find(fits);
            if (found) {
                return found;
            }
            await new Promise<void>((resolve) => {
                this.wake = resolve;
            });
        }
    }

    close(): void {
        this.socket.close();
    }
}

describe('the live stream', () => {
    it.each<[string, ClientOptions]>([
        ['another site', { origin: 'https://evil.example' }], ['a page without an origin of its own', { origin: 'null' }],
        ['another name of this machine', { headers: { host: 'evil.example' } }], ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ])('is closed to %s', async (_who, options) => {
        expect(await new Listener(options).ended).toBe(403);
    });

    it('is at its own address only', async () => {
        for (const path of ['/', '/websocket/', '/websocket?x=1', '//', '/api/v1/page/start']) {
            expect(await new Listener({}, path).ended).toBe(403);
        }
    });

    it('begins with a login, and ends when that is none', async () => {
        const [alice, bo] = [await page.probe.host.credentials('alice'), await page.probe.host.credentials('bo')];
        const wrong = ['nonsense', 'null', '{}', '[]', '{"X-User-Id":1,"X-Auth-Token":2}', JSON.stringify({ ...alice, 'X-Auth-Token': bo['X-Auth-Token'] }), Buffer.from([0, 1, 2])];
        for (const hello of wrong) {
            const listener = new Listener();
            await listener.say(hello);
            expect([hello, await listener.ended, listener.heard]).toEqual([hello, 4401, []]);
        }
    });

    it('ends for a first message that is too long', async () => {
        const listener = new Listener();
        await listener.say(JSON.stringify({ ...(await page.probe.host.credentials('alice')), more: 'x'.repeat(5000) }));
        expect(await listener.ended).toBe(1009);
    });

    it('tells nothing to who has not said who they are', async () => {
        const silent = new Listener();
        const alice = await Listener.as('alice');
        await page.call('alice', 'send', { room: 'general', text: 'before the login' });
        await alice.until(({ type }) => type === 'message');
        expect(silent.heard).toEqual([]);
        silent.close();
        alice.close();
    });
});

describe('who hears what', () => {
    it('keeps rooms to their members, and what is meant for one to that one', async () => {
        const { host } = page.probe;
        const [alice, bo, gina, admin] = await Promise.all(['alice', 'bo', 'gina', 'admin'].map((user) => Listener.as(user)));
        const direct = await host.openDirect({ user: 'alice', other: 'bo' });
        const secret = await host.post({ user: 'alice', room: 'ml-incidents', text: 'secret' });
        await host.edit({ user: 'alice', messageId: secret?.id ?? '', text: 'secret edited' });
        await host.react({ user: 'bo', messageId: secret?.id ?? '', emoji: ':eyes:' });
        await host.upload({ user: 'alice', room: 'ml-incidents', name: 'secret.txt', bytes: Buffer.from('x') });
        await host.remove({ user: 'alice', messageId: secret?.id ?? '' });
        await host.post({ user: 'alice', room: direct, text: 'secret between two' });
        await host.post({ user: 'carol', room: 'ml-models', text: 'not for guests' });
        await host.command({ user: 'alice', room: 'general', text: '/probe whisper secret words' });
        await host.command({ user: 'alice', room: 'general', text: '/probe throw' });
        await host.command({ user: 'alice', room: 'general', text: '/probe open' });
        await host.submit({ user: 'alice', surfaceId: 'form' });
        await host.close({ user: 'alice', surfaceId: 'form' });
        await host.markRead({ user: 'alice', room: 'general' });
        await page.probe.tell('startRoom', { name: 'secret-room', type: 'p', members: ['alice'] });
        await host.post({ user: 'bo', room: 'general', text: 'the end' });

        for (const listener of [alice, bo, gina, admin]) {
            await listener?.until(({ type, message }) => type === 'message' && (message as { text: string }).text === 'the end');
        }
        expect(JSON.stringify(alice?.heard)).not.toContain('a secret reason');
        const kinds = (listener: Listener | undefined): string[] => [...new Set(listener?.heard.map(({ type }) => type))].sort();
        expect(kinds(alice)).toEqual(['deleted', 'ephemeral', 'message', 'reaction', 'read', 'ready', 'room', 'surface', 'surfaceClosed', 'updated', 'viewErrors']);
        expect(kinds(bo)).toEqual(['deleted', 'message', 'reaction', 'ready', 'updated']);
        expect(JSON.stringify(bo?.heard)).not.toMatch(/secret words|a secret reason|secret-room/);
        expect(kinds(gina)).toEqual(['message', 'ready']);
        expect(JSON.stringify(gina?.heard)).not.toMatch(/secret|not for guests/);
        expect(kinds(admin)).toEqual(['message', 'ready']);
        expect(JSON.stringify(admin?.heard)).not.toMatch(/secret/);
        [alice, bo, gina, admin].forEach((listener) => listener?.close());
    });

    it('is nothing more once the stream is closed, and the server goes on', async () => {
        const alice = await Listener.as('alice');
        alice.close();
        expect(await alice.ended).toBe(1005);
        const count = alice.heard.length;
        await page.call('bo', 'send', { room: 'general', text: 'after the end' });
        const bo = await Listener.as('bo');
        expect(alice.heard).toHaveLength(count);
        bo.close();
    });
});
