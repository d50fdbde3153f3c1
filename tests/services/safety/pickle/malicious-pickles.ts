import * as op from './assembler';
import { dtype, ndarray, tensor } from './benign-pickles';
import { PROTOCOLS, pickled, type PyValue } from './pickler';

export interface MaliciousPickle {
    readonly label: string;
    readonly bytes: Uint8Array;
    /** What it is to be called; `allowed` nothing here. */
    readonly verdict: 'dangerous' | 'unknown' | 'error';
}

const { bytesOf, GLOBAL, STACK_GLOBAL, REDUCE, STOP, MARK, TUPLE, TUPLE1, MEMOIZE, SHORT_BINUNICODE } = op;

const COMMAND = 'touch /tmp/owned';
const P2 = op.PROTO(2);
const P4 = op.PROTO(4);
/** The arguments of the call, and the call. */
const RUN = [...SHORT_BINUNICODE(COMMAND), TUPLE1, REDUCE];
const OS_SYSTEM = GLOBAL('os', 'system');

const call = (module: string, name: string, ...args: PyValue[]): PyValue => ({ call: { global: [module, name] }, args });
const pair = (label: string, verdict: MaliciousPickle['verdict'], ...parts: readonly (number | readonly number[])[]): MaliciousPickle => ({ label, verdict, bytes: bytesOf(...parts) });

/** By the way the pickler of each protocol would write them. */
const REDUCED: Record<string, PyValue> = {
    'os.system': call('os', 'system', COMMAND),
    'a command in a list of weights': { dict: [['weight', tensor('0', [2, 2])], ['bias', call('posix', 'system', COMMAND)]] },
    'the state of an object': { object: ['collections', 'OrderedDict'], state: { dict: [['hook', call('subprocess', 'Popen', { list: ['sh'] })]] } },
};

/** One of each kind that runs something, by protocol 2. */
const IMPORTS: [string, string][] = [
    ['posix', 'system'], ['nt', 'system'], ['subprocess', 'check_output'], ['commands', 'getoutput'], ['builtins', 'eval'], ['__builtin__', 'exec'], ['__builtin__', 'execfile'],
    ['builtins', '__import__'], ['builtins', 'getattr'], ['builtins', 'open'], ['builtins', 'compile'], ['sys', 'settrace'], ['runpy', 'run_path'], ['importlib', 'import_module'],
    ['importlib._bootstrap', '_call_with_frames_removed'], ['pickle', 'loads'], ['_pickle', 'Unpickler'], ['cPickle', 'loads'], ['dill', 'loads'], ['cloudpickle.cloudpickle', 'subimport'],
    ['shutil', 'rmtree'], ['socket', 'create_connection'], ['ctypes', 'CDLL'], ['operator', 'attrgetter'], ['_operator', 'methodcaller'], ['functools', 'partial'], ['_functools', 'reduce'],
    ['torch', 'load'], ['torch.hub', 'load'], ['torch.serialization', 'load'], ['torch.fx.graph_module', 'reduce_graph_module'], ['torch.jit', '_script'], ['numpy', 'load'],
    ['numpy.testing._private.utils', 'runstring'], ['numpy.f2py.crackfortran', 'getlincoef'], ['pip._internal', 'main'], ['pdb', 'run'], ['code', 'interact'], ['timeit', 'timeit'],
    ['webbrowser', 'open'], ['asyncio.subprocess', 'create_subprocess_shell'], ['multiprocessing.util', 'spawnv_passfds'], ['pty', 'spawn'], ['pydoc', 'pipepager'], ['copyreg', 'add_extension'],
    ['copy_reg', 'add_extension'], ['io', 'open_code'], ['_io', 'FileIO'], ['types', 'FunctionType'], ['marshal', 'loads'], ['logging.config', 'listen'],
    // What another module imported itself, and what dots lead to.
    ['torch.storage', 'os'], ['transformers.utils.hub', 'subprocess'], ['somebody.tools', 'system'], ['torch', '__builtins__'], ['collections', '_sys.modules'],
    ['collections', 'OrderedDict.__reduce__.__globals__'], ['numpy', 'os.system'], ['__main__', 'Model.run'],
];

/** Ways to a global that hide it from who looks at opcodes one by one. */
const HIDDEN: MaliciousPickle[] = [
    pair('GLOBAL', 'dangerous', P2, OS_SYSTEM, RUN, STOP),
    pair('GLOBAL without a call', 'dangerous', P2, OS_SYSTEM, STOP),
    pair('no header at all', 'dangerous', OS_SYSTEM, MARK, op.STRING(`'${COMMAND}'`), TUPLE, REDUCE, STOP),
    pair('INST', 'dangerous', MARK, op.STRING(`'${COMMAND}'`), op.INST('os', 'system'), STOP),
    pair('INST without a mark', 'dangerous', op.INST('os', 'system'), STOP),
    pair('OBJ', 'dangerous', MARK, OS_SYSTEM, op.UNICODE(COMMAND), op.OBJ, STOP),
    pair('NEWOBJ', 'dangerous', P2, GLOBAL('subprocess', 'Popen'), SHORT_BINUNICODE('sh'), TUPLE1, op.NEWOBJ, STOP),
    pair('NEWOBJ_EX', 'dangerous', P4, GLOBAL('subprocess', 'Popen'), SHORT_BINUNICODE('sh'), TUPLE1, op.EMPTY_DICT, op.NEWOBJ_EX, STOP),
    pair('STACK_GLOBAL', 'dangerous', P4, SHORT_BINUNICODE('os'), SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('STACK_GLOBAL of long texts', 'dangerous', P4, op.BINUNICODE('os'), op.BINUNICODE8('system'), STACK_GLOBAL, RUN, STOP),
    pair('STACK_GLOBAL of Python 2 texts', 'dangerous', P4, op.SHORT_BINSTRING('os'), op.BINSTRING('system'), STACK_GLOBAL, RUN, STOP),
    pair('STACK_GLOBAL of escaped texts', 'dangerous', P4, op.UNICODE('\\u006f\\U00000073'), op.STRING("'\\x73\\171stem'"), STACK_GLOBAL, RUN, STOP),
    pair('names from the memo', 'dangerous', P4, SHORT_BINUNICODE('system'), MEMOIZE, op.POP, SHORT_BINUNICODE('os'), MEMOIZE, op.POP, op.BINGET(1), op.BINGET(0), STACK_GLOBAL, RUN, STOP),
    pair('names from far away in the memo', 'dangerous', P4, SHORT_BINUNICODE('os'), op.LONG_BINPUT(70_000), SHORT_BINUNICODE('system'), op.PUT(5_000_000_000), STACK_GLOBAL, RUN, STOP),
    ...['+1', ' 1', '1 ', '1_0', '-0', '1\r', '1\0?', '0'.repeat(300)].map((index) => pair(`a place in the memo written as ${JSON.stringify(index.slice(0, 4))}`, index.length < 256 ? 'dangerous' : 'error', op.NONE, op.PUT(index), op.POP, OS_SYSTEM, RUN, STOP)),
    pair('a memo that is written twice', 'dangerous', P4, SHORT_BINUNICODE('collections'), op.BINPUT(0), SHORT_BINUNICODE('os'), op.BINPUT(0), op.POP, op.POP, op.BINGET(0), SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('MEMOIZE behind a gap', 'dangerous', P4, SHORT_BINUNICODE('collections'), op.BINPUT(7), SHORT_BINUNICODE('os'), MEMOIZE, op.POP, op.POP, op.BINGET(1), SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('the same place by three opcodes', 'dangerous', P4, SHORT_BINUNICODE('OrderedDict'), op.PUT(3), op.POP, SHORT_BINUNICODE('system'), op.LONG_BINPUT(3), op.POP, SHORT_BINUNICODE('os'), op.GET(3), STACK_GLOBAL, RUN, STOP),
    pair('DUP of one name', 'dangerous', P4, SHORT_BINUNICODE('os'), op.DUP, STACK_GLOBAL, STOP),
    pair('values in between that are dropped', 'dangerous', P4, SHORT_BINUNICODE('os'), SHORT_BINUNICODE('system'), op.BININT1(1), op.POP, MARK, SHORT_BINUNICODE('collections'), SHORT_BINUNICODE('OrderedDict'), op.POP_MARK, STACK_GLOBAL, RUN, STOP),
    pair('a mark that POP takes', 'dangerous', P4, SHORT_BINUNICODE('os'), MARK, op.POP, SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('a name that is computed', 'dangerous', P4, GLOBAL('_codecs', 'encode'), SHORT_BINUNICODE('bf'), SHORT_BINUNICODE('rot13'), op.TUPLE2, REDUCE, SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('a name that comes from beside the pickle', 'dangerous', P4, SHORT_BINUNICODE('os'), op.PERSID('system'), STACK_GLOBAL, RUN, STOP),
    pair('a name longer than any', 'dangerous', P4, op.BINUNICODE(`os${'.path'.repeat(400)}`), SHORT_BINUNICODE('system'), STACK_GLOBAL, STOP),
    pair('a line longer than any', 'dangerous', P2, GLOBAL('a'.repeat(20_000), 'b'.repeat(20_000)), STOP),
    pair('behind weights', 'dangerous', P4, op.BINBYTES8(new Array<number>(200_000).fill(0x2e)), op.POP, OS_SYSTEM, RUN, STOP),
    pair('behind a line of weights', 'dangerous', op.UNICODE('x'.repeat(100_000)), op.POP, OS_SYSTEM, MARK, op.NONE, TUPLE, REDUCE, STOP),
    pair('in the arguments of something allowed', 'dangerous', P2, GLOBAL('collections', 'OrderedDict'), OS_SYSTEM, RUN, TUPLE1, REDUCE, STOP),
    pair('in a persistent id', 'dangerous', P2, SHORT_BINUNICODE('storage'), OS_SYSTEM, RUN, op.TUPLE2, op.BINPERSID, STOP),
    pair('as a key of a dict', 'dangerous', P2, op.EMPTY_DICT, OS_SYSTEM, RUN, op.NONE, op.SETITEM, STOP),
    pair('below a thousand tuples', 'dangerous', P2, OS_SYSTEM, RUN, new Array<number>(1000).fill(TUPLE1), STOP),
    pair('in a second pickle', 'dangerous', P2, op.NONE, STOP, P2, OS_SYSTEM, RUN, STOP),
    pair('in a third pickle without a header', 'dangerous', P4, op.NONE, STOP, op.NONE, STOP, OS_SYSTEM, MARK, TUPLE, REDUCE, STOP),
    pair('cut off behind the call', 'dangerous', P2, OS_SYSTEM, RUN),
    pair('broken behind the call', 'dangerous', P2, OS_SYSTEM, RUN, 0xff, STOP),
    pair('an empty stack behind the call', 'dangerous', P2, OS_SYSTEM, RUN, op.POP, op.POP, STOP),
    pair('in a frame that is too long', 'dangerous', P4, op.FRAME(1_000_000), OS_SYSTEM, RUN, STOP),
    pair('in a frame that is too short', 'dangerous', P4, op.FRAME(3), OS_SYSTEM, RUN, STOP),
    pair('behind frames in frames', 'dangerous', P4, op.FRAME(30), op.FRAME(1), op.FRAME(0), OS_SYSTEM, RUN, STOP),
    pair('a thousand harmless imports before it', 'dangerous', P2, Array.from({ length: 1000 }, (_, index) => [...GLOBAL('lib', `Class${index}`), op.POP]).flat(), OS_SYSTEM, RUN, STOP),
    pair('a header in between', 'dangerous', P2, SHORT_BINUNICODE('os'), P4, SHORT_BINUNICODE('system'), STACK_GLOBAL, RUN, STOP),
    pair('buffers from outside and then a call', 'dangerous', op.PROTO(5), op.NEXT_BUFFER, op.READONLY_BUFFER, op.POP, OS_SYSTEM, RUN, STOP),
    pair('BUILD of a class itself', 'dangerous', P2, GLOBAL('torch._utils', '_rebuild_tensor_v2'), op.EMPTY_DICT, op.BUILD, STOP),
];

/** Nothing dangerous is named, and still none of them is harmless. */
const DOUBTFUL: MaliciousPickle[] = [
    pair('EXT1', 'unknown', P2, op.EXT1(240), RUN, STOP),
    pair('EXT2', 'unknown', P2, op.EXT2(1000), RUN, STOP),
    pair('EXT4', 'unknown', P2, op.EXT4(100_000), RUN, STOP),
    pair('BINPERSID in a plain pickle', 'unknown', P2, SHORT_BINUNICODE('../../etc/passwd'), op.BINPERSID, STOP),
    pair('PERSID', 'unknown', op.PERSID('module'), STOP),
    pair('NEXT_BUFFER', 'unknown', op.PROTO(5), op.NEXT_BUFFER, STOP),
    pair('a call of what was built', 'unknown', P2, GLOBAL('collections', 'OrderedDict'), op.EMPTY_TUPLE, REDUCE, op.EMPTY_TUPLE, REDUCE, STOP),
    pair('a call of a persistent object', 'unknown', P2, op.NONE, op.BINPERSID, RUN, STOP),
    pair('BUILD of a text', 'unknown', P2, SHORT_BINUNICODE('x'), op.EMPTY_DICT, op.BUILD, STOP),
    pair('APPEND to a class', 'unknown', P2, GLOBAL('collections', 'deque'), op.NONE, op.APPEND, STOP),
    pair('fullwidth letters', 'unknown', P2, GLOBAL('ｏｓ', 'ｓｙｓｔｅｍ'), RUN, STOP),
    pair('letters of another alphabet', 'unknown', P4, SHORT_BINUNICODE('соllections'), SHORT_BINUNICODE('OrderedDict'), STACK_GLOBAL, STOP),
    pair('a blank behind an allowed name', 'unknown', P2, GLOBAL('collections', 'OrderedDict '), STOP),
    pair('bytes that are no UTF-8', 'unknown', P2, 0x63, [0xff, 0x0a], [0xfe, 0x0a], STOP),
    pair('an unknown module', 'unknown', P2, GLOBAL('my_model', 'Net'), RUN, STOP),
    pair('a pickle in a pickle of PyTorch', 'unknown', P2, GLOBAL('torch.storage', '_load_from_bytes'), op.SHORT_BINBYTES([...P2, ...OS_SYSTEM, STOP]), TUPLE1, REDUCE, STOP),
    // NumPy takes the bytes for pointers to objects: each of these three ends the process at least.
    { label: 'objects without the flag of objects', verdict: 'unknown', bytes: pickled(ndarray(dtype('O8', '|', 0), [1], new Uint8Array(8).fill(65)), 3) },
    { label: 'fields of objects without their flags', verdict: 'unknown', bytes: pickled(ndarray(dtype('V8', '|', 0, [null, { tuple: ['a'] }, { dict: [['a', { tuple: [dtype('O8', '|', 63), 0] }]] }]), [1], new Uint8Array(8).fill(65)), 3) },
    { label: 'an array of objects called directly', verdict: 'unknown', bytes: pickled(call('numpy', 'ndarray', { tuple: [1] }, dtype('O8', '|', 63), new Uint8Array(8).fill(65)), 3) },
    { label: 'a dtype that is not copied', verdict: 'unknown', bytes: pickled({ call: { global: ['numpy', 'dtype'] }, args: ['f8', false, false], state: { tuple: [3, '>', null, null, null, -1, -1, 0] } }, 3) },
    { label: 'an array rebuilt by another way', verdict: 'unknown', bytes: pickled(call('copyreg', '_reconstructor', { global: ['numpy', 'ndarray'] }, { global: ['numpy', 'ndarray'] }, { tuple: [1] }), 3) },
];

/** What contradicts itself is read by one loader so and by another so. */
const BROKEN: MaliciousPickle[] = [
    pair('nothing', 'error'),
    pair('a header and no more', 'error', P2),
    pair('no STOP', 'error', P2, op.NONE),
    pair('STOP of nothing', 'error', P2, STOP),
    pair('a protocol of the future', 'error', op.PROTO(6), op.NONE, STOP),
    pair('an opcode that is none', 'error', P2, 0x00, op.NONE, STOP),
    pair('a missing mark', 'error', P2, op.NONE, TUPLE, STOP),
    pair('a call without arguments', 'error', P2, GLOBAL('collections', 'OrderedDict'), REDUCE, STOP),
    pair('values below a mark', 'error', P2, op.NONE, op.NONE, MARK, op.TUPLE2, STOP),
    pair('OBJ of nothing', 'error', MARK, op.OBJ, STOP),
    pair('a memo that is empty', 'error', P2, op.BINGET(0), STOP),
    pair('a memo of another pickle', 'error', P2, SHORT_BINUNICODE('os'), op.BINPUT(0), STOP, P2, op.BINGET(0), STOP),
    pair('a negative place in the memo', 'error', P2, op.NONE, op.PUT(-1), STOP),
    pair('a key without a value', 'error', P2, op.EMPTY_DICT, MARK, op.NONE, op.SETITEMS, STOP),
    pair('a negative length', 'error', P2, op.LONG4(-1), STOP),
    pair('bytes that go on behind the end', 'error', P4, 0x8e, op.unsigned(8, 1_000_000), 1, 2, 3),
    pair('bytes beyond 2^53', 'error', P4, 0x8e, new Array<number>(8).fill(0xff), STOP),
    pair('a frame behind the end', 'error', P4, op.FRAME(1000), op.NONE, STOP),
    pair('a frame that cuts an opcode', 'error', P4, op.FRAME(3), SHORT_BINUNICODE('abc'), STOP),
    pair('a frame that goes on behind STOP', 'error', P4, op.FRAME(4), op.NONE, STOP, op.NONE, STOP),
    pair('a text without quotes', 'error', op.STRING('abc'), STOP),
    pair('an escape that is none', 'error', op.UNICODE('\\u00'), STOP),
    pair('a character beyond Unicode', 'error', op.UNICODE('\\UFFFFFFFF'), STOP),
    pair('rubbish behind the end', 'error', P2, op.NONE, STOP, 0xde, 0xad),
    pair('a hundred pickles', 'error', Array.from({ length: 100 }, () => [op.NONE, STOP]).flat()),
];

export const MALICIOUS: readonly MaliciousPickle[] = [
    ...Object.entries(REDUCED).flatMap(([label, value]) => PROTOCOLS.map((protocol): MaliciousPickle => ({ label: `${label}, protocol ${protocol}`, verdict: 'dangerous', bytes: pickled(value, protocol) }))),
    ...IMPORTS.map(([module, name]): MaliciousPickle => ({ label: `${module} ${name}`, verdict: 'dangerous', bytes: pickled(call(module, name, COMMAND), 2) })),
    ...HIDDEN,
    ...DOUBTFUL,
    ...BROKEN,
];
