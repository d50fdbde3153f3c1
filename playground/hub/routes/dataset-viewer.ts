import { canSee } from '../access';
import { HubFailure } from '../errors';
import type { DatasetSplit, Repo } from '../model';
import { head } from '../revisions';
import type { Call, Route } from '../routing';
import { route } from '../routing';

const MOST_ROWS = 100;
const FIRST_ROWS = 100;

/** The viewer's own error codes (dataset-viewer OpenAPI document). */
function viewerError(status: number, code: string, message: string): HubFailure {
    return new HubFailure(status, message, { code });
}

function required({ query }: Call, ...names: string[]): string[] {
    const values = names.map((name) => query.get(name) ?? '');
    if (values.some((value) => value === '')) {
        const list = names.map((name) => `'${name}'`).join(', ');
        throw viewerError(422, 'MissingRequiredParameter', names.length === 1 ? `Parameter ${list} is required` : `Parameters ${list} are required`);
    }
    return values;
}

/** Private data sets are shown to PRO users and in paid organisations only. */
function paysFor(call: Call, repo: Repo): boolean {
    const owner = repo.id.split('/')[0] ?? '';
    return call.state.orgs.get(owner)?.plan !== undefined || (call.state.users.get(owner)?.isPro ?? false);
}

function datasetFor(call: Call): Repo {
    const [id = ''] = required(call, 'dataset');
    const repo = call.state.findRepo('dataset', id);
    const anonymous = call.caller.kind === 'anonymous';
    const open = repo && canSee(call.caller, repo) && !(repo.gated && (call.caller.kind === 'anonymous' || !repo.granted.has(call.caller.user.name)));
    if (!repo || !open) {
        throw anonymous
            ? viewerError(401, 'ExternalUnauthenticatedError', 'The dataset does not exist, or is not accessible without authentication (private or gated). Please check the spelling of the dataset name or retry with authentication.')
            : viewerError(404, 'ExternalAuthenticatedError', 'The dataset does not exist, or is not accessible with the current credentials (private or gated). Please check the spelling of the dataset name or retry with other authentication credentials.');
    }
    if (repo.private && !paysFor(call, repo)) {
        throw viewerError(404, 'ResponseNotFound', 'Private datasets are only supported for PRO users and Team or Enterprise organizations.');
    }
    return repo;
}

const splitsOf = (repo: Repo, config: string | null): DatasetSplit[] => {
    const splits = (repo.dataset?.splits ?? []).filter((split) => config === null || split.config === config);
    if (splits.length === 0) {
        throw viewerError(404, 'ResponseNotFound', 'Not found.');
    }
    return splits;
};

function splitFor(call: Call): { repo: Repo; split: DatasetSplit } {
    const [, config = '', name] = required(call, 'dataset', 'config', 'split');
    const repo = datasetFor(call);
    const split = splitsOf(repo, config).find((candidate) => candidate.split === name);
    if (!split) {
        throw viewerError(404, 'ResponseNotFound', 'Not found.');
    }
    return { repo, split };
}

function isValid(call: Call): Response {
    datasetFor(call);
    return revisioned(call, { preview: true, viewer: true, search: true, filter: true, statistics: true });
}

/** Every answer names the commit it was computed from. */
function revisioned(call: Call, body: unknown): Response {
    const repo = datasetFor(call);
    return Response.json(body, { headers: { 'X-Revision': head(repo).id, 'Cache-Control': 'max-age=120' } });
}

function splits(call: Call): Response {
    const repo = datasetFor(call);
    const list = splitsOf(repo, call.query.get('config')).map(({ config, split }) => ({ dataset: repo.id, config, split }));
    return revisioned(call, { splits: list, pending: [], failed: [] });
}

const typed = (features: Record<string, string>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(features).map(([name, type]) => [name, type === 'image' ? { _type: 'Image' } : { dtype: type, _type: 'Value' }]));

const bytesOf = (repo: Repo): number => [...head(repo).files.values()].filter(({ path }) => path.endsWith('.parquet')).reduce((sum, { bytes }) => sum + bytes.size, 0);

function info(call: Call): Response {
    const repo = datasetFor(call);
    const config = call.query.get('config');
    const describe = (name: string): Record<string, unknown> => {
        const own = splitsOf(repo, name);
        return {
            description: '', citation: '', homepage: '', license: '', features: typed(own[0]?.features ?? {}), builder_name: 'parquet', dataset_name: repo.id.split('/')[1], config_name: name,
            splits: Object.fromEntries(own.map(({ split, numRows }) => [split, { name: split, num_bytes: 0, num_examples: numRows, dataset_name: repo.id.split('/')[1] }])),
            download_size: bytesOf(repo), dataset_size: bytesOf(repo),
        };
    };
    const names = [...new Set(splitsOf(repo, config).map((split) => split.config))];
    const datasetInfo = config === null ? Object.fromEntries(names.map((name) => [name, describe(name)])) : describe(config);
    return revisioned(call, { dataset_info: datasetInfo, pending: [], failed: [], partial: false });
}

function size(call: Call): Response {
    const repo = datasetFor(call);
    const own = splitsOf(repo, call.query.get('config'));
    const total = (list: DatasetSplit[]): number => list.reduce((sum, { numRows }) => sum + numRows, 0);
    const bytes = bytesOf(repo);
    const measures = { num_bytes_original_files: bytes, num_bytes_parquet_files: bytes, num_bytes_memory: bytes * 2 };
    const names = [...new Set(own.map(({ config }) => config))];
    return revisioned(call, {
        size: {
            dataset: { dataset: repo.id, ...measures, num_rows: total(own), estimated_num_rows: null },
            configs: names.map((config) => {
                const part = own.filter((split) => split.config === config);
                return { dataset: repo.id, config, ...measures, num_rows: total(part), num_columns: Object.keys(part[0]?.features ?? {}).length, estimated_num_rows: null };
            }),
            splits: own.map(({ config, split, numRows, features }) => ({ dataset: repo.id, config, split, num_bytes_parquet_files: bytes, num_bytes_memory: bytes * 2, num_rows: numRows, num_columns: Object.keys(features).length, estimated_num_rows: null })),
        },
        pending: [],
        failed: [],
        partial: false,
    });
}

const featureList = ({ features }: DatasetSplit): Record<string, unknown>[] =>
    Object.entries(typed(features)).map(([name, type], index) => ({ feature_idx: index, name, type }));

function numbered(split: DatasetSplit, offset: number, length: number): Record<string, unknown>[] {
    const count = Math.max(0, Math.min(length, split.numRows - offset));
    return Array.from({ length: count }, (_, index) => ({ row_idx: offset + index, row: split.rowAt(offset + index), truncated_cells: [] }));
}

function firstRows(call: Call): Response {
    const { repo, split } = splitFor(call);
    return revisioned(call, { dataset: repo.id, config: split.config, split: split.split, features: featureList(split), rows: numbered(split, 0, FIRST_ROWS), truncated: split.numRows > FIRST_ROWS });
}

function integer({ query }: Call, name: string, { fallback, max }: { fallback: number; max: number }): number {
    const text = query.get(name) ?? String(fallback);
    if (!/^-?\d+$/.test(text)) {
        throw viewerError(422, 'InvalidParameter', `Parameter '${name}' must be integer`);
    }
    const value = Number(text);
    if (value < 0) {
        throw viewerError(422, 'InvalidParameter', `Parameter '${name}' must be positive`);
    }
    if (value > max) {
        throw viewerError(422, 'InvalidParameter', `Parameter '${name}' must not be greater than ${max}`);
    }
    return value;
}

function rows(call: Call): Response {
    const { split } = splitFor(call);
    const offset = integer(call, 'offset', { fallback: 0, max: Number.MAX_SAFE_INTEGER });
    const length = integer(call, 'length', { fallback: MOST_ROWS, max: MOST_ROWS });
    return revisioned(call, { features: featureList(split), rows: numbered(split, offset, length), num_rows_total: split.numRows, num_rows_per_page: MOST_ROWS, partial: false });
}

export const viewerRoutes: Route[] = [
    route('GET', '/is-valid', isValid),
    route('GET', '/splits', splits),
    route('GET', '/info', info),
    route('GET', '/size', size),
    route('GET', '/first-rows', firstRows),
    route('GET', '/rows', rows),
];
