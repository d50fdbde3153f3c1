import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { inRoot } from './paths';

const permissionSchema = z.looseObject({ name: z.string() });

const manifestSchema = z.object({
    id: z.uuidv4(),
    name: z.string(),
    nameSlug: z.string(),
    version: z.string(),
    requiredApiVersion: z.string(),
    classFile: z.string(),
    iconFile: z.string(),
    permissions: z.array(permissionSchema),
});

/** One entry of `permissions` in app.json: a name and, for some, limits such as `domains`. */
export type Permission = z.infer<typeof permissionSchema>;
/** The parts of app.json that our programs use. */
export type Manifest = z.infer<typeof manifestSchema>;

/** app.json, checked. */
export async function readManifest(): Promise<Manifest> {
    return manifestSchema.parse(JSON.parse(await readFile(inRoot('app.json'), 'utf8')));
}
