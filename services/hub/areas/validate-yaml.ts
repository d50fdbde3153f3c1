import * as z from 'zod/mini';
import { HubError } from '../errors';
import type { RepoType } from '../repo-id';
import type { Hub } from '../types';

const messages = z.array(z.looseObject({ message: z.string() }));
const validationSchema = z.looseObject({ errors: z.optional(messages), warnings: z.optional(messages) });

export interface CardValidation {
    errors: string[];
    warnings: string[];
}

/** What the Hub would say to a card with this front matter, without committing it. `content` is the whole README. */
export async function validateYaml(hub: Hub, { content, type }: { content: string; type: RepoType }): Promise<CardValidation> {
    try {
        const answer = await hub.send(validationSchema, '/api/validate-yaml', {
            method: 'POST',
            body: { content, repoType: type },
            idempotent: true,
        });
        return { errors: texts(answer.errors), warnings: texts(answer.warnings) };
    } catch (error) {
        // With errors the Hub answers 400, and its words are the answer.
        if (error instanceof HubError && error.kind === 'bad-request') return { errors: [error.hubMessage ?? 'invalid'], warnings: [] };
        throw error;
    }
}

function texts(list: z.infer<typeof messages> | undefined): string[] {
    return (list ?? []).map(({ message }) => message);
}
