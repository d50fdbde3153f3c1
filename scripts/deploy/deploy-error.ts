/** Why a deployment ended, in words for the person who started it, and what to do about it. */
export class DeployError extends Error {
    constructor(
        message: string,
        readonly remedy?: string,
    ) {
        super(message);
        this.name = 'DeployError';
    }
}

/** The command line or the environment is not complete: nothing was sent anywhere. */
export class UsageError extends DeployError {
    constructor(message: string, remedy = '`npm run deploy -- --help` explains the options.') {
        super(message, remedy);
        this.name = 'UsageError';
    }
}
