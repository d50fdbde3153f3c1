import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod/mini';
import type { Permission } from '../manifest';
import { DeployError } from './deploy-error';
import { failureOf } from './failure';
import type { Answer, RestClient } from './rest-client';

const infoSchema = z.object({ version: z.string() });
const meSchema = z.object({ _id: z.string(), username: z.string() });
const appSchema = z.object({ app: z.object({ id: z.string(), version: z.string(), status: z.string() }) });
const noAppSchema = z.object({ success: z.literal(false), error: z.string().check(z.startsWith('No App found')) });

/** An app as the server has it. `status` is the Apps-Engine's AppStatus. */
export type InstalledApp = z.infer<typeof appSchema>['app'];

export interface Upload {
    /** Path of the zip. */
    readonly path: string;
    /** Granted in place of everything granted before. */
    readonly permissions: readonly Permission[];
    /** The id of the app that is updated; undefined installs. */
    readonly updates: string | undefined;
}

/** The few calls of Rocket.Chat's REST API that a deployment needs. They throw DeployError. */
export class RocketChat {
    constructor(private readonly client: RestClient) {}

    /** The server's version. Asked without credentials, so that no token goes to something that is no Rocket.Chat. */
    async version(): Promise<string> {
        const answer = await this.client.getAnonymously('/api/info');
        const parsed = infoSchema.safeParse(answer.body);
        if (answer.status !== 200 || !parsed.success) {
            throw new DeployError(`There is no Rocket.Chat at this address (/api/info answers with status ${answer.status}).`, 'Check --url: it is the address that you open in the browser, with its path if it has one.');
        }
        return parsed.data.version;
    }

    /** The name of the user whose token it is. */
    async username(): Promise<string> {
        return this.parse(meSchema, await this.client.get('/api/v1/me'), 'Checking the login').username;
    }

    /** The app with this id, or undefined when it is not installed. */
    async findApp(id: string): Promise<InstalledApp | undefined> {
        const answer = await this.client.get(`/api/apps/${id}`);
        if (answer.status === 404 && noAppSchema.safeParse(answer.body).success) {
            return undefined;
        }
        return this.parse(appSchema, answer, 'Looking for the app').app;
    }

    /** Installs or updates. The permissions are always sent: an update without them would take away what was granted. */
    async upload({ path, permissions, updates }: Upload): Promise<InstalledApp> {
        const form = new FormData();
        form.append('permissions', JSON.stringify(permissions));
        form.append('app', new Blob([await readFile(path)], { type: 'application/zip' }), basename(path));
        const answer = await this.client.postForm(updates === undefined ? '/api/apps' : `/api/apps/${updates}`, form);
        return this.parse(appSchema, answer, updates === undefined ? 'Installing' : 'Updating').app;
    }

    private parse<S extends z.ZodMiniType>(schema: S, answer: Answer, doing: string): z.output<S> {
        const parsed = schema.safeParse(answer.body);
        if (answer.status !== 200 || !parsed.success) {
            throw failureOf(answer, doing, (text) => this.client.quote(text));
        }
        return parsed.data;
    }
}
