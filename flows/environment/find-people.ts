import type { Ctx } from '../../context/ctx';
import { refusal, type Checked, type Refusal } from './refusal';

/** As many as an environment may name. More are not looked up: each is a round trip. */
const MANY = 10;

/** The roles as the workspace writes them. */
export async function findRoles({ workspace }: Ctx, wanted: readonly string[] | undefined): Promise<Checked<readonly string[]>> {
    return lookUp(wanted, async (name) => (await workspace.role(name))?.name, (names) => refusal('roles', { key: 'env.bad.role', values: { names } }));
}

/** The reviewers as the workspace writes them; a bot or somebody deactivated is none. */
export async function findReviewers({ workspace }: Ctx, wanted: readonly string[] | undefined): Promise<Checked<readonly string[]>> {
    const find = async (name: string): Promise<string | undefined> => {
        const person = await workspace.userByName(name);
        return person?.human ? person.username : undefined;
    };
    return lookUp(wanted, find, (names) => refusal('reviewers', { key: 'env.bad.reviewer', values: { names } }));
}

async function lookUp(wanted: readonly string[] | undefined, find: (name: string) => Promise<string | undefined>, unknown: (names: string) => Refusal): Promise<Checked<readonly string[]>> {
    if (!wanted || wanted.length > MANY) {
        return { ...(wanted && { value: wanted }) };
    }
    const found = await Promise.all(wanted.map(find));
    const lost = wanted.filter((_name, index) => found[index] === undefined);
    return lost.length > 0 ? { refusal: unknown(lost.join(', ')) } : { value: [...new Set(found.filter((name) => name !== undefined))] };
}
