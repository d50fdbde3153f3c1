import type { PickleDialect } from '../../../../services/safety/pickle/machine';
import { PROTOCOLS, pickled, type Protocol, type PyValue } from './pickler';

export interface BenignPickle {
    readonly label: string;
    readonly bytes: Uint8Array;
    /** Classes of libraries stay unknown. */
    readonly verdict: 'allowed' | 'unknown';
    readonly dialect: PickleDialect;
}

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 37) % 256);

/** A dtype with its state, as NumPy pickles it. */
export function dtype(code: string, order = '<', flags = 0, fields: PyValue[] = [null, null, null]): PyValue {
    return { call: { global: ['numpy', 'dtype'] }, args: [code, false, true], state: { tuple: [3, order, ...fields, -1, -1, flags] } };
}

export function ndarray(type: PyValue, shape: number[], data: PyValue, core = 'numpy.core'): PyValue {
    return {
        call: { global: [`${core}.multiarray`, '_reconstruct'] }, args: [{ global: ['numpy', 'ndarray'] }, { tuple: [0] }, bytes(1)],
        state: { tuple: [1, { tuple: shape }, type, false, data] },
    };
}

const storage = (type: string, key: string, elements: number): PyValue => ({ persistent: { tuple: ['storage', { global: ['torch', type] }, key, 'cpu', elements] } });

/** A tensor in a state dict; its weights lie beside the pickle. */
export function tensor(key: string, shape: [number, number], type = 'FloatStorage'): PyValue {
    const [rows, columns] = shape;
    return {
        call: { global: ['torch._utils', '_rebuild_tensor_v2'] },
        args: [storage(type, key, rows * columns), 0, { tuple: shape }, { tuple: [columns, 1] }, false, { call: { global: ['collections', 'OrderedDict'] }, args: [] }],
    };
}

const orderedDict = (items: [PyValue, PyValue][], state?: PyValue): PyValue => ({ call: { global: ['collections', 'OrderedDict'] }, args: [], items, state });

const STATE_DICT = orderedDict(
    [['embed.weight', tensor('0', [32, 8])], ['head.weight', tensor('1', [8, 2], 'HalfStorage')], ['head.bias', tensor('2', [1, 2], 'BFloat16Storage')]],
    { dict: [['_metadata', orderedDict([['', { dict: [['version', 1]] }]])]] },
);

/** What PyTorch writes; always in protocol 2. */
const TORCH: Record<string, PyValue> = {
    'a state dict': STATE_DICT,
    'a dict of tensors': { dict: Array.from({ length: 300 }, (_, index) => [`layer.${index}`, tensor(String(index), [4, 4])]) },
    'a checkpoint': {
        dict: [
            ['epoch', 3], ['loss', { float: 0.25 }], ['state_dict', STATE_DICT], ['size', { call: { global: ['torch', 'Size'] }, args: [{ tuple: [2, 3] }] }],
            ['device', { call: { global: ['torch', 'device'] }, args: ['cuda', 0] }], ['dtype', { global: ['torch', 'float16'] }],
            ['optimizer', { dict: [['state', { dict: [[0, { dict: [['step', 10], ['exp_avg', tensor('9', [8, 2])]] }]] }], ['param_groups', { list: [{ dict: [['lr', { float: 0.001 }], ['betas', { tuple: [{ float: 0.9 }, { float: 0.999 }] }]] }] }]] }],
        ],
    },
    'a parameter': { call: { global: ['torch._utils', '_rebuild_parameter'] }, args: [tensor('0', [2, 2]), true, { call: { global: ['collections', 'OrderedDict'] }, args: [] }] },
    'a quantized tensor': {
        call: { global: ['torch._utils', '_rebuild_qtensor'] },
        args: [storage('QInt8Storage', '0', 4), 0, { tuple: [2, 2] }, { tuple: [2, 1] }, { tuple: [{ global: ['torch', 'per_tensor_affine'] }, { float: 0.1 }, 0] }, false, { call: { global: ['collections', 'OrderedDict'] }, args: [] }],
    },
};

const TORCH_MODELS: Record<string, PyValue> = {
    'a whole module': { object: ['torch.nn.modules.linear', 'Linear'], state: { dict: [['training', false], ['_parameters', orderedDict([['weight', tensor('0', [2, 2])]])]] } },
};

/** What is data only. */
const DATA: Record<string, PyValue> = {
    nothing: null,
    'a dict': { dict: [['a', 1], ['b', { float: 2.5 }], ['c', null], ['d', true], ['e', false]] },
    'a nested list': { list: [{ list: [{ list: [1, 'two'] }] }, { list: [] }, { tuple: [] }] },
    tuples: { tuple: [{ tuple: [1] }, { tuple: [1, 2] }, { tuple: [1, 2, 3] }, { tuple: [1, 2, 3, 4] }] },
    'a long list': { list: Array.from({ length: 3000 }, (_, index) => index * index) },
    'a vocabulary': { dict: Array.from({ length: 400 }, (_, index) => [`token${index}`, index]) },
    sets: { tuple: [{ set: [1, 2, 3] }, { frozenset: ['a', 'b'] }] },
    'texts of all kinds': { list: ['', 'plain', 'ü\u2028\\u0041\n', '𝄞', 'x'.repeat(300), 'y'.repeat(5000)] },
    bytes: { list: [new Uint8Array(), bytes(7), bytes(300), bytes(5000)] },
    'large numbers': { list: [255, 256, 65_536, -1, 2 ** 40] },
    'an ordered dict': orderedDict([['x', 1], ['y', 2]]),
    'a counter': { call: { global: ['collections', 'Counter'] }, args: [{ dict: [['a', 2]] }] },
    'a default dict': { call: { global: ['collections', 'defaultdict'] }, args: [{ global: ['builtins', 'list'] }], items: [['k', { list: [1] }]] },
    'a date': { call: { global: ['datetime', 'datetime'] }, args: [bytes(10), { call: { global: ['datetime', 'timezone'] }, args: [{ call: { global: ['datetime', 'timedelta'] }, args: [0, 0, 0] }] }] },
    'a decimal': { call: { global: ['decimal', 'Decimal'] }, args: ['1.50'] },
    'an array of NumPy 1': ndarray(dtype('f8'), [2, 3], bytes(48)),
    'an array of NumPy 2': ndarray(dtype('i4'), [5], bytes(20), 'numpy._core'),
    'an array of texts': ndarray(dtype('U5'), [2], bytes(40)),
    'an array of objects': ndarray(dtype('O8', '|', 63), [3], { list: [1, 'two', null] }),
    'a NumPy number': { call: { global: ['numpy.core.multiarray', 'scalar'] }, args: [dtype('f8'), bytes(8)] },
    'an array from a buffer': { call: { global: ['numpy._core.numeric', '_frombuffer'] }, args: [bytes(24), dtype('i8'), { tuple: [3] }, 'C'] },
    'a NumPy type': { global: ['numpy', 'float32'] },
};

/** Of known libraries, but on no list: what is built runs their code. */
const OBJECTS: Record<string, PyValue> = {
    'a classifier': {
        object: ['sklearn.linear_model._logistic', 'LogisticRegression'],
        state: { dict: [['C', { float: 1 }], ['penalty', 'l2'], ['coef_', ndarray(dtype('f8'), [1, 4], bytes(32))], ['classes_', ndarray(dtype('i8'), [2], bytes(16))], ['_sklearn_version', '1.5.0']] },
    },
    'a pipeline': {
        object: ['sklearn.pipeline', 'Pipeline'],
        state: { dict: [['steps', { list: [{ tuple: ['scale', { object: ['sklearn.preprocessing._data', 'StandardScaler'], state: { dict: [['with_mean', true]] } }] }] }]] },
    },
    'a class of the user': { object: ['__main__', 'Config'], state: { dict: [['lr', { float: 0.1 }]] } },
    'a structured array': ndarray(dtype('V8', '|', 0, [null, { tuple: ['a'] }, { dict: [['a', { tuple: [dtype('i4'), 0] }]] }]), [1], bytes(8)),
    'a path': { call: { global: ['pathlib', 'PosixPath'] }, args: ['/', 'models'] },
};

function inProtocols(values: Record<string, PyValue>, protocols: readonly Protocol[], rest: Pick<BenignPickle, 'verdict' | 'dialect'>): BenignPickle[] {
    return Object.entries(values).flatMap(([label, value]) => protocols.map((protocol) => ({ label: `${label}, protocol ${protocol}`, bytes: pickled(value, protocol), ...rest })));
}

export const BENIGN: readonly BenignPickle[] = [
    ...inProtocols(TORCH, [2], { verdict: 'allowed', dialect: 'torch' }),
    ...inProtocols(TORCH_MODELS, [2], { verdict: 'unknown', dialect: 'torch' }),
    ...inProtocols(DATA, PROTOCOLS, { verdict: 'allowed', dialect: 'python' }),
    ...inProtocols(OBJECTS, PROTOCOLS, { verdict: 'unknown', dialect: 'python' }),
];
