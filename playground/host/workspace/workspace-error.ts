/** A refusal by the workspace, with the code that Rocket.Chat uses for it (`error-…`). */
export class WorkspaceError extends Error {
    constructor(readonly code: string, readonly reason: string) {
        super(`${reason} [${code}]`);
        this.name = 'WorkspaceError';
    }
}
