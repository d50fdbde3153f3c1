/** A change that makes no sense here and now: an unknown repo, a merged pull request that should close. Nothing was changed. */
export class ChangeRefused extends Error {
    override readonly name = 'ChangeRefused';
}
