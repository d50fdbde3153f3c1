import type { Person, Role, Room, Workspace } from '../../context/ctx';
import type { View } from '../../ui/view';

interface Posted {
    view: View;
    edits: number;
    readonly threadId: string | undefined;
    reactions: Record<string, string[]>;
}

/** What the app has posted. */
export class TestMessages {
    readonly all = new Map<string, Posted>();

    add(view: View, threadId: string | undefined): string {
        const id = `message${this.all.size + 1}`;
        this.all.set(id, { view, edits: 0, threadId, reactions: {} });
        return id;
    }

    edit(id: string, view: View): void {
        const message = this.get(id);
        message.view = view;
        message.edits += 1;
    }

    get(id: string): Posted {
        const message = this.all.get(id);
        if (!message) {
            throw new Error(`There is no message ${id}.`);
        }
        return message;
    }
}

/** A small workspace: the answers that a server would give. */
export class TestPeople implements Workspace {
    readonly users: Person[] = [
        { id: 'u-admin', username: 'admin', roles: ['admin'], human: true },
        { id: 'u-alice', username: 'alice', roles: ['user'], human: true },
        { id: 'u-bo', username: 'bo', roles: ['user', 'ml-lead'], human: true },
        { id: 'u-carol', username: 'carol', roles: ['user', 'ml-lead'], human: true },
        { id: 'u-sec', username: 'sec', roles: ['user', 'security-reviewer'], human: true },
    ];
    readonly roles: Role[] = ['admin', 'user', 'ml-lead', 'security-reviewer'].map((name) => ({ id: name, name }));
    /** Rooms that can be found by name. */
    readonly rooms: Room[] = [{ id: 'r-ops', name: 'ops', public: true }];
    /** Rooms that the caller may not read. */
    readonly closedRooms = new Set<string>();

    constructor(private readonly messages: TestMessages) {}

    userById = (id: string): Promise<Person | undefined> => Promise.resolve(this.users.find((user) => user.id === id));
    userByName = (name: string): Promise<Person | undefined> => Promise.resolve(this.users.find((user) => user.username === name.replace(/^@/, '')));
    role = (idOrName: string): Promise<Role | undefined> => Promise.resolve(this.roles.find(({ id, name }) => id === idOrName || name === idOrName));
    mayRead = (roomId: string): Promise<boolean> => Promise.resolve(!this.closedRooms.has(roomId));
    roomByName = (name: string): Promise<Room | undefined> => Promise.resolve(this.rooms.find((room) => room.name === name.replace(/^#/, '') && !this.closedRooms.has(room.id)));
    reactions = (id: string): Promise<Record<string, string[]> | undefined> => Promise.resolve(structuredClone(this.messages.all.get(id)?.reactions));
    messageUrl = (id: string): Promise<string | undefined> => Promise.resolve(`https://chat.example.org/channel/general?msg=${id}`);
    posted = (marker: string): Promise<string | undefined> => Promise.resolve([...this.messages.all].find(([, { view }]) => view.marker === marker)?.[0]);
}
