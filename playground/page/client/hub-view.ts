import type { z } from 'zod';
import type { Verbs } from '../server/verbs';
import type { Answer } from './api';

/** What the stand-in holds, as the server tells it. */
export type Hub = NonNullable<Answer<'hub'>['hub']>;
export type HubRepo = Hub['repos'][number];

/** Lets something happen on the stand-in. */
export type Do = (change: z.input<Verbs['hubChange']['schema']>) => void;

/** Who does it: the visitor, where they may write; undefined where nobody may. */
export const actorIn = ({ writers }: HubRepo, user: string | undefined): string | undefined => writers.find((name) => name === user) ?? writers[0];
