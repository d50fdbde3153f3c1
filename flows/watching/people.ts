import type { Ctx, Stores } from '../../context/ctx';

interface Tools {
    readonly stores: Pick<Stores, 'accounts'>;
    readonly workspace: Pick<Ctx['workspace'], 'userById'>;
}

/**
 * The chat name of whoever is signed in here as this Hugging Face user; undefined for nobody, for somebody who has left, and for an
 * account that several share: then it is not known whom of them it means. Five round trips at most for an account of one.
 */
export async function chatNameOf({ stores, workspace }: Tools, hubName: string): Promise<string | undefined> {
    const [userId, ...others] = await stores.accounts.usersOf(hubName);
    if (userId === undefined || others.length > 0) {
        return undefined;
    }
    const person = await workspace.userById(userId);
    return person?.human === true ? person.username : undefined;
}
