import { describe, expect, it } from 'vitest';
import { mayPush, mayTakeUnsafe } from '../../../flows/files/rights';
import { TestWorkspace } from '../../helpers/test-ctx';

const workspace = new TestWorkspace();
workspace.people.roles.push({ id: 'r0le1d', name: 'Release manager' });
const asked = (roles: readonly string[], settings = {}) => workspace.ctx({ user: { roles }, settings });

describe('mayPush', () => {
    it.each([
        ['a user', ['user'], true],
        ['a guest', ['guest'], false],
        ['a bot', ['bot'], false],
        ['an admin', ['admin'], true],
    ])('as it is set at first: %s', async (_who, roles, may) => {
        expect(await mayPush(asked(roles))).toBe(may);
    });

    it('knows a role by the name that the admin wrote', async () => {
        const settings = { pusherRoles: ['Release manager'] };
        expect(await mayPush(asked(['user', 'r0le1d'], settings))).toBe(true);
        expect(await mayPush(asked(['user'], settings))).toBe(false);
        expect(await mayPush(asked(['admin'], settings))).toBe(true);
    });
});

describe('mayTakeUnsafe', () => {
    it.each([[['user'], false], [['user', 'ml-lead'], false], [['admin'], true]])('as it is set at first: %j %s', async (roles, may) => {
        expect(await mayTakeUnsafe(asked(roles))).toBe(may);
    });

    it('lets nobody in by a role that does not exist', async () => {
        expect(await mayTakeUnsafe(asked(['user'], { unsafeRoles: ['nobody-has-this'] }))).toBe(false);
    });
});
