import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { inRoot } from '../../scripts/paths';

const START_LIMIT_MS = 60_000;
/** The page, the stand-in Hub and its four other hosts. */
const PORTS = 6;

let dir: string;
let port: number;
const running: Program[] = [];

async function moveIn(): Promise<void> {
    dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-start-'));
    port = await freePorts();
}

const moveOut = (): Promise<void> => rm(dir, { recursive: true, force: true });

afterEach(async () => {
    for (const program of running.splice(0)) {
        program.child.kill('SIGKILL');
        await program.exit;
    }
});

/** `npm start` as somebody types it. */
class Program {
    out = '';
    err = '';
    readonly child: ChildProcess;
    /** Code it ended with, or the signal that ended it. */
    readonly exit: Promise<number | string>;
    private ended: number | string | undefined;
    private wake = (): void => undefined;

    constructor(args: readonly string[] = [], env: Record<string, string> = {}) {
        this.child = spawn(process.execPath, ['scripts/run.mjs', 'playground/main.ts', '--dir', join(dir, 'workspaces'), ...args], {
            cwd: inRoot(), stdio: 'pipe', env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), HUB_PORT: String(port + 1), ...env },
        });
        this.child.stdout?.on('data', (chunk: Buffer) => this.heard(chunk.toString()));
        this.child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
        this.exit = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(code ?? signal ?? 'gone')));
        void this.exit.then((ended) => {
            this.ended = ended;
            this.wake();
        });
        running.push(this);
    }

    async until(fits: RegExp): Promise<string> {
        while (!fits.test(this.out)) {
            if (this.ended !== undefined) {
                throw new Error(`It ended with ${this.ended}: ${this.out}${this.err}`);
            }
            await new Promise<void>((resolve) => {
                this.wake = resolve;
            });
        }
        return this.out;
    }

    private heard(text: string): void {
        this.out += text;
        this.wake();
    }
}

const isFree = (candidate: number): Promise<boolean> => listen(candidate).then(async (server) => { await close(server); return true; }, () => false);
const listen = (at: number): Promise<Server> => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(at, '127.0.0.1', () => resolve(server));
});
const close = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

/** The first of as many ports in a row as a playground takes. */
async function freePorts(): Promise<number> {
    const first = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all(Array.from({ length: PORTS }, (_, index) => isFree(first + index)));
    return free.every(Boolean) ? first : freePorts();
}

/** Ids of the processes that this one has started, and theirs. */
function descendants(pid: number): number[] {
    const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n').map((row) => row.trim().split(/\s+/));
    const children = rows.filter(([, parent, command]) => Number(parent) === pid && command !== 'ps').map(([id]) => Number(id));
    return children.flatMap((child) => [child, ...descendants(child)]);
}

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        // There is no such process.
        return false;
    }
}

/** Whether this was asked before, of this folder. */
async function wasHere(): Promise<boolean> {
    const url = `http://127.0.0.1:${port}/api/v1`;
    const login = (await (await fetch(`${url}/login`, { method: 'POST', body: '{"user":"alice"}' })).json()) as Record<string, string>;
    const call = async (verb: string, args: unknown): Promise<Response> => fetch(`${url}/page/${verb}`, { method: 'POST', headers: login, body: JSON.stringify(args) });
    const { messages } = (await (await call('history', { room: 'general' })).json()) as { messages: Array<{ text: string }> };
    await call('send', { room: 'general', text: 'I was here' });
    return messages.some(({ text }) => text === 'I was here');
}

describe('npm start again and again in one folder', { timeout: 3 * START_LIMIT_MS }, () => {
    beforeAll(moveIn);
    afterAll(moveOut);

    it('serves the page at the address that it prints, and Ctrl-C ends all it has started', async () => {
        const program = new Program();
        const url = `http://127.0.0.1:${port}`;
        expect(await program.until(/Ctrl-C/)).toContain(`\n  ${url}\n`);
        expect(await (await fetch(url)).text()).toContain('<div id="root">');
        expect((await fetch(`http://127.0.0.1:${port + 1}/api/models?limit=1`)).status).toBe(200);
        expect(await wasHere()).toBe(false);
        // A tab that sleeps keeps its connection and answers nothing.
        const socket = new WebSocket(`ws://127.0.0.1:${port}/websocket`);
        await new Promise((resolve) => socket.once('open', resolve));
        socket.pause();

        const children = descendants(program.child.pid ?? 0);
        expect(children.length).toBeGreaterThan(0);
        const asked = Date.now();
        program.child.kill('SIGINT');
        expect([await program.exit, program.err]).toEqual([0, '']);
        expect(Date.now() - asked).toBeLessThan(5000);
        await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
        socket.terminate();
        for (let index = 0; index < PORTS; index += 1) {
            expect([index, await isFree(port + index)]).toEqual([index, true]);
        }
    });

    it('goes on where it was, and leaves nothing behind when it is killed', async () => {
        const program = new Program();
        await program.until(/Ctrl-C/);
        expect(await wasHere()).toBe(true);
        const children = descendants(program.child.pid ?? 0);
        program.child.kill('SIGKILL');
        expect(await program.exit).toBe('SIGKILL');
        await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
    });

    it('begins anew with --reset', async () => {
        const program = new Program(['--reset']);
        await program.until(/Ctrl-C/);
        expect(await wasHere()).toBe(false);
        program.child.kill('SIGTERM');
        expect([await program.exit, program.err]).toEqual([0, '']);
    });
});

describe('npm start', { timeout: 3 * START_LIMIT_MS }, () => {
    beforeEach(moveIn);
    afterEach(moveOut);

    it.each([0, 3])('says in one line that port %i of its ports is taken, and how to use another', async (offset) => {
        const other = await listen(port + offset);
        const program = new Program();
        expect(await program.exit).toBe(1);
        expect(program.err).toBe(`✗ Port ${port + offset} is taken. Does a playground run already? Another one: ${offset === 0 ? 'PORT=4200' : 'HUB_PORT=4201'} npm start\n`);
        await close(other);
        expect(offset === 0 && existsSync(join(dir, 'workspaces'))).toBe(false);
        expect(await isFree(port + 1)).toBe(true);
    });

    it('says in one line that PORT=70000 is none', async () => {
        const program = new Program([], { PORT: '70000' });
        expect(await program.exit).toBe(1);
        expect([program.out, program.err]).toEqual(['', '✗ PORT=70000 can\'t be used: it must be a number from 1 to 65535.\n']);
    });

    it('is a chat in the terminal with --terminal', async () => {
        const program = new Program(['--terminal']);
        await program.until(/alice #general> /);
        program.child.stdin?.write('hello there\n');
        await program.until(/alice.*hello there/s);
        program.child.stdin?.write(':quit\n');
        expect(await program.exit).toBe(0);
        expect(await isFree(port)).toBe(true);
    });
});
