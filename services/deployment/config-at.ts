import { HubShapeError, smallFile, type Fetched, type Hub } from '../hub';
import { isRecord, type Config } from './config-changes';
import { refOf, type PinnedModel } from './pinned-model';

/** Configurations are some kilobytes. */
const MAX_BYTES = 512 * 1024;
/** Nested deeper than any configuration: writing such a value could exhaust the stack. */
const MAX_DEPTH = 32;

/** config.json at the commit; undefined when there is none. What is no JSON object is refused as a HubShapeError. */
export async function configAt(hub: Hub, model: PinnedModel): Promise<Fetched<Config | undefined>> {
    const { value: text, ...age } = await smallFile(hub, refOf(model), 'config.json', MAX_BYTES);
    return { ...age, value: text === undefined ? undefined : configOf(text) };
}

function configOf(text: string): Config {
    const value = parsed(text);
    if (!isRecord(value) || depthOf(value) > MAX_DEPTH) {
        throw new HubShapeError('config.json', '', 'expected a JSON object of usual depth');
    }
    return new Map(Object.entries(value));
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new HubShapeError('config.json', '', 'expected JSON');
    }
}

/** Levels of nesting, counted up to one beyond the bound. */
function depthOf(value: unknown): number {
    let depth = 0;
    for (let level: unknown[] = [value]; level.length > 0 && depth <= MAX_DEPTH; depth++) {
        level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    }
    return depth;
}
