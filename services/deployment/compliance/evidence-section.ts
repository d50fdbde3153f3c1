import { canonicalJson } from '../../workflows/audit/canonical-json';
import type { Evidence, EvidencePart, Weights } from '../evidence';
import { listed } from './compliance-record';
import { type Cell, listing, optionalTime, section, table } from './markdown';

interface Change<T> {
    readonly before?: T | undefined;
    readonly after?: T | undefined;
}

/** What changes since what is live: all that was gathered, and what could not be. */
export function evidenceSection(evidence: Evidence): string {
    const part = (id: EvidencePart, title: string, body: string | undefined): string => {
        const missing = evidence.missing.includes(id) ? 'Could not be read, or not at both commits.' : undefined;
        const blocks = [missing, body].filter((block) => block !== undefined);
        return section(title, blocks.length > 0 ? blocks : ['Nothing was recorded.'], 3);
    };
    return section('Evidence', [
        `Parts that could not be read: ${listed(evidence.missing) ?? 'none'}.`,
        part('commits', 'Commits', commits(evidence.commits)),
        part('files', 'Files', files(evidence.files)),
        part('weights', 'Weights', evidence.weights && beforeAndAfter(weightRows(evidence.weights))),
        part('config', 'Configuration', evidence.config && withMore(table(['Key', 'Before', 'After'], evidence.config.items.map(({ key, before, after }) => [key, before, after])), evidence.config.more)),
        part('license', 'Licence', evidence.license && beforeAndAfter([row('Licence', evidence.license)])),
        part('gated', 'Gating', evidence.gated && listing([['Gated', evidence.gated]])),
        part('evaluations', 'Evaluations', evidence.evaluations && withMore(table(['Result', 'Before', 'After'], evidence.evaluations.items.map(({ name, before, after }) => [name, before, after])), evidence.evaluations.more)),
        part('cardScore', 'Score of the card', evidence.cardScore && beforeAndAfter([row('Score', evidence.cardScore)])),
    ]);
}

function commits(found: Evidence['commits']): string | undefined {
    if (!found) {
        return undefined;
    }
    const rows = found.items.map(({ sha, at, author, title }) => [sha, optionalTime(at), author, title]);
    return withMore(`${listing([['Relation to what is live', found.relation]])}\n\n${table(['Commit', 'Time', 'Author', 'Title'], rows)}`, found.more);
}

function files(found: Evidence['files']): string | undefined {
    if (!found) {
        return undefined;
    }
    const rows = found.items.map(({ path, kind, before, after }) => [path, kind, before, after]);
    return withMore(`${beforeAndAfter([row('Bytes of the repository', found.bytes)])}\n\n${table(['File', 'Change', 'Bytes before', 'Bytes after'], rows)}`, found.more);
}

function weightRows({ before, after }: Change<Weights>): Cell[][] {
    const of = (name: string, get: (weights: Weights) => Cell): Cell[] => [name, before && get(before), after && get(after)];
    return [
        of('Format', ({ format }) => format),
        of('Files read', (weights) => `${weights.files} of ${weights.of}`),
        of('Tensors', ({ tensors }) => tensors),
        of('Parameters', ({ parameters }) => parameters),
        of('Elements by type', ({ dtypes }) => canonicalJson(dtypes)),
    ];
}

const row = (name: string, { before, after }: Change<string | number>): Cell[] => [name, before, after];

const beforeAndAfter = (rows: Cell[][]): string => table(['', 'Before', 'After'], rows);

/** The stored evidence is bounded. */
function withMore(text: string, more: number | undefined): string {
    return more === 0 ? text : `${text}\n\nNot listed: ${more === undefined ? 'an unknown number' : more} more.`;
}
