import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../context/user-error';
import { record, type AuditEntry } from '../../flows/audit/record';
import { sealRecords } from '../../flows/audit/seal-records';
import type { Button, View } from '../../ui/view';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonOf, buttonsOf, lastWhisper, linksIn } from '../helpers/views';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ADMIN: TestCtxOptions = { user: { id: 'u-admin', username: 'admin', roles: ['admin'] } };

let workspace: TestWorkspace;

beforeEach(() => {
    workspace = new TestWorkspace();
});

async function happened(entry: Partial<AuditEntry> = {}): Promise<void> {
    workspace.clock.advance(MINUTE);
    await record(workspace.ctx(), { by: 'u-bo', what: 'deploy.requested', subject: 'acme/bert', sha: SHA, roomId: 'r-general', result: 'done', details: { environment: 'prod' }, ...entry });
}

/** The subjects that are listed, top to bottom. */
async function subjects(line: string, options?: TestCtxOptions): Promise<string[]> {
    const { records } = (await typeJson(workspace, line, options)) as { records: { subject: string }[] };
    return records.map(({ subject }) => subject);
}

/** The keys of the sentences with which this is refused. */
async function refusal(line: string): Promise<string> {
    const error: unknown = await type(workspace, line, ADMIN).catch((thrown: unknown) => thrown);
    return error instanceof UserError ? error.sentence.key : 'not refused';
}

/** The records of a file. */
const fileOf = ({ attachments = [] }: View): string[] => (attachments[0]?.text ?? '').split('\n').slice(1, -1);

describe('/hf audit', () => {
    it('lists what happened, newest first: when, who, what, to what, how it went', async () => {
        await happened();
        await happened({ by: 'app', what: 'deploy.failed', result: 'failed' });
        await happened({ by: 'u-gone', what: 'env.set', subject: 'prod', sha: undefined });
        await happened({ what: 'gpu.granted', subject: 'acme/demo', result: 'refused', sha: undefined, details: {} });
        const view = await type(workspace, 'audit', ADMIN);
        expect(view.text).toMatchSnapshot();
        expect(linksIn(view)).toContainEqual(['0123456', `https://huggingface.co/acme/bert/commit/${SHA}`]);
        expect(view.text).not.toContain('**');
    });

    it('shows each person under their name of today, asked for once', async () => {
        await happened();
        await happened({ what: 'deploy.approved', by: 'u-carol' });
        await happened({ what: 'deploy.executed' });
        const asked = vi.spyOn(workspace.people, 'userById');
        const { text } = await type(workspace, 'audit', ADMIN);
        expect(text.match(/\*bo\*/g)).toHaveLength(2);
        expect(asked.mock.calls.map(([id]) => id).sort()).toEqual(['u-bo', 'u-carol']);
    });

    it('shows everything to admins, and to others what they did and what happened in rooms that they can read', async () => {
        workspace.people.closedRooms.add('r-secret');
        await happened({ subject: 'acme/open' });
        await happened({ subject: 'acme/secret', roomId: 'r-secret' });
        await happened({ subject: 'acme/secret-too', roomId: 'r-secret' });
        await happened({ subject: 'acme/nowhere', roomId: undefined });
        await happened({ subject: 'acme/mine', roomId: 'r-secret', by: 'u-alice' });
        const asked = vi.spyOn(workspace.people, 'mayRead');
        expect(await subjects('audit')).toEqual(['acme/mine', 'acme/open']);
        expect(asked.mock.calls).toEqual([['r-secret'], ['r-general']]);
        expect((await type(workspace, 'audit')).text).toContain('rooms that you can read');
        expect(await subjects('audit', ADMIN)).toHaveLength(5);
        expect((await type(workspace, 'audit', ADMIN)).text).not.toContain('rooms that you can read');
    });

    it('finds by time, model, person and environment', async () => {
        await happened({ subject: 'acme/old' });
        workspace.clock.advance(2 * DAY);
        await happened({ subject: 'acme/bert', by: 'u-carol' });
        await happened({ subject: 'acme/gpt', details: { environment: 'staging' } });
        await happened({ subject: 'staging', what: 'env.locked', details: {} });
        expect(await subjects('audit --since 24h')).toEqual(['staging', 'acme/gpt', 'acme/bert']);
        expect(await subjects('audit --since 2026-01-03')).toEqual(['staging', 'acme/gpt', 'acme/bert']);
        expect(await subjects('audit --since 1w')).toHaveLength(4);
        for (const model of ['acme/bert', 'ACME/Bert', 'bert', 'https://huggingface.co/acme/bert']) {
            expect(await subjects(`audit --model ${model}`)).toEqual(['acme/bert']);
        }
        expect(await subjects('audit --user @carol')).toEqual(['acme/bert']);
        expect(await subjects('audit --environment staging')).toEqual(['staging', 'acme/gpt']);
        expect(await subjects('audit --since 7d --user bo --environment prod')).toEqual(['acme/old']);
    });

    it('turns pages, each as long as was asked, until there is no more', async () => {
        for (let index = 0; index < 5; index += 1) {
            await happened({ subject: `acme/m${index}` });
            workspace.clock.advance(index === 2 ? DAY : 0);
        }
        const pages: string[][] = [];
        let view = await type(workspace, 'audit --limit 2 --environment prod', ADMIN);
        for (;;) {
            pages.push([...view.text.matchAll(/acme\/m\d(?=`)/g)].map(([name]) => name));
            const [next] = buttonsOf(view);
            if (!next) {
                break;
            }
            const ctx = await click(workspace, next, ADMIN);
            expect(ctx.whispered).toMatchObject([{ replace: true }]);
            view = lastWhisper(ctx);
        }
        expect(pages).toEqual([['acme/m4', 'acme/m3'], ['acme/m2', 'acme/m1'], ['acme/m0']]);
    });

    it('shows on the next page what whoever clicks may see, whatever the click says', async () => {
        workspace.people.closedRooms.add('r-secret');
        await happened({ subject: 'acme/secret', roomId: 'r-secret' });
        await happened({ subject: 'acme/open' });
        const next = buttonOf(await type(workspace, 'audit --limit 1', ADMIN), 'audit.next');
        expect(lastWhisper(await click(workspace, next)).text).not.toContain('secret');
        const forged = (value: object): Button => ({ ...next, value: JSON.stringify(value) });
        for (const value of [{ limit: 1e6 }, { limit: 1, since: 1e300 }, { limit: 1, before: { at: -1, id: '' } }, {}]) {
            await expect(click(workspace, forged(value), ADMIN)).rejects.toThrow(UserError);
        }
    });

    it('lists once what was recorded twice', async () => {
        await happened({ id: 'once' });
        workspace.clock.advance(DAY);
        await happened({ id: 'once' });
        expect(await subjects('audit')).toEqual(['acme/bert']);
    });

    it('looks through so many days at a time, and says how far it has come', async () => {
        await happened({ subject: 'acme/first' });
        for (let day = 0; day < 31; day += 1) {
            workspace.clock.advance(DAY);
            await happened();
            await sealRecords(workspace.ctx());
        }
        const view = await type(workspace, 'audit --model first', ADMIN);
        expect(view.text).toContain('Jan 2, 2026');
        expect(lastWhisper(await click(workspace, buttonOf(view, 'audit.next'), ADMIN)).text).toContain('acme/first');
    });

    it('says so when there is nothing', async () => {
        expect((await type(workspace, 'audit', ADMIN)).text).toBe('Nothing is on record here yet.');
        await happened();
        expect((await type(workspace, 'audit --model other', ADMIN)).text).toContain('Nothing on record fits');
        expect((await type(workspace, 'audit --model other --format jsonl', ADMIN)).text).toContain('Nothing on record fits');
    });

    it.each([
        ['--since yesterday', 'audit.bad_since'],
        ['--since 2026-02-30', 'audit.bad_since'],
        ['--since 2026-13-01', 'audit.bad_since'],
        ['--since 1969-01-01', 'audit.bad_since'],
        ['--since=', 'audit.bad_since'],
        ['--since 2026-01-02', 'audit.future_since'],
        ['--user nobody', 'audit.no_such_user'],
        ['--user=', 'audit.no_such_user'],
        ['--model a/b/c/d', 'error.bad_repo_id'],
        ['--model=', 'error.bad_repo_id'],
        ['--limit 51', 'audit.too_many'],
        ['--limit 1001 --format jsonl', 'error.bad_number'],
        ['--format csv', 'error.bad_choice'],
    ])('refuses %s', async (options, key) => {
        expect(await refusal(`audit ${options}`)).toBe(key);
    });

    it('looks back as far as there is, not further', async () => {
        await happened();
        expect(await subjects('audit --since 9999w')).toEqual(['acme/bert']);
    });

    it('puts the records into one file, one per line, as they are kept', async () => {
        await happened({ details: { reason: '@all ```look```' } });
        await happened({ what: 'deploy.approved' });
        const view = await type(workspace, 'audit --format jsonl', ADMIN);
        expect(view.attachments).toMatchObject([{ title: 'audit.jsonl', collapsed: true }]);
        expect(fileOf(view).join('\n')).not.toMatch(/@|```/);
        expect(fileOf(view).map((text) => JSON.parse(text) as unknown)).toMatchObject([{ what: 'deploy.approved', by: 'u-bo', sha: SHA }, { details: { reason: '@all ```look```' } }]);
        expect(buttonsOf(view)).toEqual([]);
    });

    it('goes on in a further file where there is more than one may hold', async () => {
        for (let index = 0; index < 3; index += 1) {
            await happened({ subject: `acme/m${index}` });
        }
        const first = await type(workspace, 'audit --format jsonl --limit 2', ADMIN);
        expect(first.text).toContain('There are more');
        const ctx = await click(workspace, buttonOf(first, 'audit.next_file'), ADMIN);
        expect(ctx.whispered).toMatchObject([{ replace: false }]);
        expect(fileOf(lastWhisper(ctx))).toHaveLength(1);
    });

    it('ends a file before it is too large for a client, and goes on behind it', async () => {
        const reason = 'x'.repeat(200_000);
        for (let index = 0; index < 3; index += 1) {
            await happened({ subject: `acme/m${index}`, details: { reason } });
        }
        const first = await type(workspace, 'audit --format jsonl', ADMIN);
        expect(fileOf(first)).toHaveLength(2);
        const rest = fileOf(lastWhisper(await click(workspace, buttonOf(first, 'audit.next_file'), ADMIN)));
        expect(rest.map((text) => JSON.parse(text) as unknown)).toMatchObject([{ subject: 'acme/m0' }]);
    });
});

describe('/hf audit verify', () => {
    it('says that nothing is on record', async () => {
        expect((await type(workspace, 'audit verify')).text).toBe('Nothing is on record here yet.');
    });

    it('tells anybody how much is intact since when, and what is not sealed yet', async () => {
        await happened();
        await happened();
        await sealRecords(workspace.ctx());
        await happened();
        const { text } = await type(workspace, 'audit verify');
        expect(text).toMatchSnapshot();
        expect(await typeJson(workspace, 'audit verify --since 2026-01-01')).toEqual({ intact: true, records: 2, seals: 1, waiting: 1, since: '2026-01-01', problem: null, goesOnAt: null });
    });

    it('names what somebody changed in the database', async () => {
        await happened({ id: 'r1' });
        await sealRecords(workspace.ctx());
        await happened({ id: 'r2' });
        await sealRecords(workspace.ctx());
        workspace.database.tamper((stored) => {
            const { type: kind, data } = stored as { type?: string; data?: object };
            return kind === 'record' && Reflect.get(data ?? {}, 'id') === 'r2' ? { ...(stored as object), data: { ...data, by: 'u-eve' } } : stored;
        });
        const { text } = await type(workspace, 'audit verify');
        expect(text).toMatchSnapshot();
        expect(await typeJson(workspace, 'audit verify')).toMatchObject({ intact: false, problem: { kind: 'altered', record: 'r2', seal: 2, day: '2026-01-01' } });
    });
});
