import type { RoomRecord, RoomRole, UserRecord } from './workspace/records';
import type { Workspace } from './workspace/workspace';

type Person = Pick<UserRecord, 'username' | 'name' | 'roles' | 'language'>;

const PEOPLE: Person[] = [
    { username: 'admin', name: 'Ada Admin', roles: ['admin'], language: 'en' },
    { username: 'alice', name: 'Alice Martin', roles: ['user'], language: 'en' },
    { username: 'bo', name: 'Bo Lindqvist', roles: ['user', 'ml-lead'], language: 'de' },
    { username: 'carol', name: 'Carol Souza', roles: ['user', 'ml-lead'], language: 'pt-BR' },
    { username: 'sec', name: 'Sef Ecker', roles: ['user', 'security-reviewer'], language: 'en' },
    { username: 'gina', name: 'Gina Gast', roles: ['guest'], language: 'fr' },
];

interface Place {
    name: string;
    type: 'c' | 'p';
    owner: string;
    members: string[];
    description: string;
}

const PLACES: Place[] = [
    { name: 'general', type: 'c', owner: 'admin', members: ['alice', 'bo', 'carol', 'sec', 'gina'], description: 'Everybody' },
    { name: 'ml-models', type: 'c', owner: 'bo', members: ['admin', 'alice', 'carol', 'sec'], description: 'Models and datasets' },
    { name: 'ml-incidents', type: 'p', owner: 'carol', members: ['alice', 'bo', 'sec'], description: 'When something breaks' },
];

/** Fills an empty workspace with a small machine-learning team. One that has users is left as it is. */
export function seed(workspace: Workspace): void {
    workspace.store.transaction(() => {
        if (workspace.users.all().length > 0) {
            return;
        }
        PEOPLE.forEach((person) => addPerson(workspace, person));
        workspace.users.add({
            id: 'rocket.cat', username: 'rocket.cat', name: 'Rocket.Cat', email: '', roles: ['bot'], type: 'bot', active: true, createdAt: workspace.now(),
        });
        PLACES.forEach((place) => addPlace(workspace, place));
        const direct = addRoom(workspace, { type: 'd', creatorId: workspace.users.demand('alice').id });
        ['alice', 'bo'].forEach((name) => join(workspace, direct, name));
    });
}

function addPerson(workspace: Workspace, person: Person): void {
    workspace.users.add({ ...person, email: `${person.username}@example.com`, type: 'user', active: true, createdAt: workspace.now() });
}

function addPlace(workspace: Workspace, { name, type, owner, members, description }: Place): void {
    const room = addRoom(workspace, { name, type, creatorId: workspace.users.demand(owner).id, description });
    join(workspace, room, owner, ['owner']);
    members.forEach((member) => join(workspace, room, member));
}

function addRoom(workspace: Workspace, room: Pick<RoomRecord, 'type' | 'creatorId' | 'name' | 'description'>): RoomRecord {
    return workspace.rooms.add({ ...room, readOnly: false, muted: [], createdAt: workspace.now() });
}

function join(workspace: Workspace, room: RoomRecord, username: string, roles: RoomRole[] = []): void {
    workspace.rooms.join(room.id, { userId: workspace.users.demand(username).id, roles, readAt: workspace.now() });
}
