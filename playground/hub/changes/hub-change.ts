import { z } from 'zod';
import { ENDPOINT_STATES } from '../endpoints/endpoint';
import { SCAN_STATUSES } from '../scan-status';
import { SPACE_STAGES } from '../space-stages';

const MAX_TEXT = 65_536;

export const repoRef = z.strictObject({ type: z.enum(['model', 'dataset', 'space']), id: z.string().max(200).regex(/^[\w.-]+\/[\w.-]+$/) });
const spaceId = repoRef.shape.id;
export const account = z.string().min(1).max(42);
const title = z.string().trim().min(3).max(200);
const text = z.string().min(1).max(MAX_TEXT);
const num = z.int().min(1);

/** Relative, without a step upwards and without control characters. */
export const repoPath = z.string().min(1).max(255).regex(/^(?!\/)(?!.*\/$)[^\p{Cc}\\]+$/u).refine((value) => value.split('/').every((part) => !['', '.', '..', '.git'].includes(part)), 'Not a path inside the repository');
const files = z.array(z.strictObject({ path: repoPath, content: z.string().max(20_000) })).max(20);
const commit = { repo: repoRef, title, author: account, files: files.min(1) };

/** One thing that can be done to the Hub from outside its API: what the playground's panel sends. */
export const hubChange = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('space-stage'), space: spaceId, stage: z.enum(SPACE_STAGES), errorMessage: z.string().max(1000).optional() }),
    /** The load from now on; of the memory the usual little is in use when nothing is said. */
    z.strictObject({ kind: z.literal('space-cpu'), space: spaceId, percent: z.number().min(0).max(100), memoryPercent: z.number().min(0).max(100).optional() }),
    /** Lines that its app or its build writes now. */
    z.strictObject({ kind: z.literal('space-log'), space: spaceId, log: z.enum(['run', 'build']).default('run'), lines: z.array(z.string().max(MAX_TEXT)).min(1).max(100) }),
    z.strictObject({ kind: z.literal('commit'), ...commit, branch: z.string().min(1).max(100).default('main') }),
    /** Without files the pull request is a draft, as the Hub makes them that way. */
    z.strictObject({ kind: z.literal('open-pull-request'), ...commit, files, description: z.string().max(MAX_TEXT).default('') }),
    z.strictObject({ kind: z.literal('open-discussion'), repo: repoRef, title, author: account, text: z.string().max(MAX_TEXT) }),
    z.strictObject({ kind: z.literal('comment'), repo: repoRef, num, author: account, text }),
    z.strictObject({ kind: z.literal('pull-request-status'), repo: repoRef, num, status: z.enum(['merged', 'closed', 'open']), by: account }),
    z.strictObject({ kind: z.literal('discussion-status'), repo: repoRef, num, status: z.enum(['closed', 'open']), by: account }),
    z.strictObject({ kind: z.literal('repo-config'), repo: repoRef, private: z.boolean().optional(), gated: z.union([z.literal(false), z.enum(['auto', 'manual'])]).optional() }),
    z.strictObject({ kind: z.literal('scan'), repo: repoRef, path: repoPath, status: z.enum(SCAN_STATUSES) }),
    z.strictObject({ kind: z.literal('endpoint-state'), namespace: account, name: z.string().max(32), state: z.enum(ENDPOINT_STATES), message: z.string().max(1000).optional() }),
    z.strictObject({ kind: z.literal('credits'), account, out: z.boolean() }),
    z.strictObject({ kind: z.literal('trouble'), trouble: z.enum(['none', 'rate-limited', 'down']) }),
]);

/** As it is kept; `HubChangeInput` is what may be handed in, with defaults left out. */
export type HubChange = z.infer<typeof hubChange>;
export type HubChangeInput = z.input<typeof hubChange>;
export type RepoRef = z.infer<typeof repoRef>;
export type Trouble = Extract<HubChange, { kind: 'trouble' }>['trouble'];

/** The change of one kind. */
export type ChangeOf<Kind extends HubChange['kind']> = Extract<HubChange, { kind: Kind }>;
