import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { Notify } from './monitor-record';

export interface Recipient {
    readonly notify: Notify;
    /** Everybody may read there. */
    readonly public: boolean;
}

/** Whom `@user`, `#room` or `here` means. A room has to be one that the caller may read. Throws UserError. */
export async function findRecipient({ room, workspace }: Ctx, typed: string): Promise<Recipient> {
    const name = typed.slice(1);
    if (typed.toLowerCase() === 'here') {
        return { notify: { to: 'here' }, public: room.public };
    }
    if (typed.startsWith('@') && name !== '') {
        const person = await workspace.userByName(name);
        if (!person?.human) {
            throw new UserError({ key: 'monitor.bad.user', values: { name: typed } });
        }
        return { notify: { to: 'user', id: person.id, username: person.username }, public: room.public };
    }
    if (typed.startsWith('#') && name !== '') {
        const other = await workspace.roomByName(name);
        if (!other) {
            throw new UserError({ key: 'monitor.bad.room', values: { name: typed } });
        }
        return { notify: { to: 'room', id: other.id, name: other.name }, public: other.public };
    }
    throw new UserError({ key: 'monitor.bad.notify', values: { value: typed } });
}
