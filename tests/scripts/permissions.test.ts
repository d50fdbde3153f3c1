import { AppPermissions } from '@rocket.chat/apps-engine/server/permissions/AppPermissions';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../scripts/manifest';
import { explainPermissions } from '../../scripts/permissions';

describe('the permissions', () => {
    it('of app.json have a reason each, and no reason is left over', async () => {
        const { permissions } = await readManifest();

        expect(explainPermissions(permissions).map(({ name }) => name)).toEqual(permissions.map(({ name }) => name));
    });

    it('are ones that the engine knows, each asked for once', async () => {
        const known = Object.values(AppPermissions).flatMap((group) => Object.values(group)).map(({ name }: { name: string }) => name);
        const names = (await readManifest()).permissions.map(({ name }) => name);

        expect(names.filter((name) => !known.includes(name))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
    });

    it('cannot be shown when one has no reason', () => {
        expect(() => explainPermissions([{ name: 'room.write' }], {})).toThrow('asks for room.write');
    });

    it('cannot be shown when a reason is for nothing', () => {
        expect(() => explainPermissions([], { 'room.write': 'Once it was needed.' })).toThrow('does not ask for: room.write');
    });
});
