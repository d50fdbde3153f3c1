/**
 * What pickles may import, and what they may not. Judged after what PyTorch allows when it loads weights only
 * (https://github.com/pytorch/pytorch, torch/_weights_only_unpickler.py) and what two scanners know as attacks
 * (https://github.com/mmaitre314/picklescan, https://github.com/trailofbits/fickling).
 *
 * Allowed is what can do no harm with any values that are allowed themselves. Classes of libraries that are on no list stay unknown,
 * models of scikit-learn and whole modules of PyTorch among them: what they do when they are built, or used, is their own code's business.
 */

/**
 * `call`: it may be called with anything that is allowed. `name`: only its name may stand there, as an argument to others;
 * `numpy.ndarray`, for one, takes any bytes for pointers to objects when it is called directly.
 * `dtype` and `reconstructor` are harmless with certain arguments only (see calls.ts).
 */
export type AllowedUse = 'call' | 'name' | 'dtype' | 'reconstructor';

const words = (text: string): string[] => text.split(' ');

function uses(calls: string, names = ''): Map<string, AllowedUse> {
    return new Map([...words(calls).map((name) => [name, 'call'] as const), ...words(names).map((name) => [name, 'name'] as const)]);
}

const TORCH_STORAGES = 'Byte Char Short Int Long Half Float Double BFloat16 Bool ComplexFloat ComplexDouble QInt8 QInt32 QUInt8 QUInt4x2 QUInt2x4 Untyped Typed';
const TORCH_DTYPES = 'uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64 half float double int long short bfloat16 bool complex32 complex64 complex128 '
    + 'float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz qint8 qint32 quint8 quint4x2 quint2x4 per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric strided sparse_coo';
const NUMPY_SCALARS = 'bool_ bool int8 int16 int32 int64 intc intp uint8 uint16 uint32 uint64 float16 float32 float64 float_ longdouble complex64 complex128 str_ bytes_ datetime64 timedelta64';

/** By the canonical name of the module, then by name. */
export const ALLOWED_IMPORTS: ReadonlyMap<string, ReadonlyMap<string, AllowedUse>> = new Map([
    ['builtins', uses('object set frozenset bytearray bytes complex slice range xrange', 'list dict tuple str int float bool unicode long')],
    ['collections', uses('OrderedDict defaultdict Counter deque')],
    ['datetime', uses('datetime date time timedelta timezone')],
    ['decimal', uses('Decimal')],
    ['fractions', uses('Fraction')],
    ['uuid', uses('UUID')],
    ['_codecs', uses('encode')],
    ['copyreg', new Map<string, AllowedUse>([['_reconstructor', 'reconstructor']])],
    ['numpy', new Map<string, AllowedUse>([...uses(NUMPY_SCALARS, 'ndarray'), ['dtype', 'dtype']])],
    ['numpy.core.multiarray', uses('_reconstruct scalar')],
    ['numpy.core.numeric', uses('_frombuffer')],
    ['torch', uses('Size device', [...words(TORCH_STORAGES).map((type) => `${type}Storage`), 'Tensor', TORCH_DTYPES].join(' '))],
    ['torch.storage', uses('UntypedStorage TypedStorage')],
    ['torch._utils', uses('_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_qtensor _rebuild_sparse_tensor _rebuild_meta_tensor_no_storage')],
    ['torch.serialization', uses('_get_layout')],
]);

/** Python 2's names, and modules of C behind those that everybody knows. Source: CPython's Lib/_compat_pickle.py. */
export const MODULE_ALIASES: ReadonlyMap<string, string> = new Map([
    ['__builtin__', 'builtins'], ['copy_reg', 'copyreg'], ['cPickle', 'pickle'], ['_pickle', 'pickle'], ['commands', 'subprocess'], ['_operator', 'operator'],
    ['_functools', 'functools'], ['_collections', 'collections'], ['_datetime', 'datetime'], ['_io', 'io'], ['thread', '_thread'], ['numpy._core', 'numpy.core'],
]);

/** Nothing in them, or in what lies below them, belongs into data: processes, files, the network, code, other pickles, the interpreter itself. */
export const DANGEROUS_MODULES: ReadonlySet<string> = new Set(words(
    'os posix nt posixpath ntpath subprocess _posixsubprocess popen2 sys runpy importlib imp _imp _frozen_importlib _frozen_importlib_external pkgutil zipimport '
    + 'pickle dill cloudpickle shelve marshal shutil socket _socket socketserver ssl ctypes _ctypes cffi pip ensurepip pdb bdb code codeop timeit webbrowser antigravity asyncio '
    + 'multiprocessing billiard threading _thread concurrent pty tty platform pydoc cProfile profile trace doctest distutils setuptools venv zipapp idlelib lib2to3 '
    + 'http httplib urllib urllib2 requests aiohttp httpx ftplib smtplib telnetlib poplib imaplib xmlrpc paramiko signal gc inspect linecache tempfile glob fileinput sqlite3 '
    + 'py_compile compileall rlcompleter site sysconfig unittest IPython pexpect sh invoke fabric '
    + 'numpy.f2py numpy.testing numpy.distutils numpy.ctypeslib torch.hub torch.package torch.jit torch._inductor torch._dynamo torch.utils.cpp_extension torch.utils.bottleneck torch.utils.collect_env',
));

/** In modules that hold harmless things as well. */
export const DANGEROUS_NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries({
    builtins: 'apply breakpoint compile exit file globals help input intern locals map filter quit raw_input reduce reload vars super property classmethod staticmethod memoryview dir',
    operator: 'itemgetter call setitem delitem getitem',
    functools: 'reduce partialmethod',
    io: 'open_code FileIO',
    itertools: 'starmap imap ifilter takewhile dropwhile',
    types: 'CodeType FunctionType LambdaType MethodType ModuleType',
    copyreg: 'add_extension remove_extension pickle constructor',
    logging: 'config',
    'logging.config': 'dictConfig fileConfig listen',
    numpy: 'fromfile memmap genfromtxt loadtxt save savez vectorize frompyfunc fromregex',
    'torch.fx.graph_module': 'reduce_graph_module reduce_package_graph_module reduce_deploy_graph_module _forward_from_src',
    'torch.serialization': 'save',
    torch: 'save compile',
}).map(([module, names]) => [module, new Set(words(names))]));

/** They mean the same wherever they are found: many libraries have one of these among their own names. */
export const DANGEROUS_NAMES_ANYWHERE: ReadonlySet<string> = new Set(words(
    'eval exec execfile system popen Popen check_output check_call getoutput getstatusoutput spawn getattr setattr delattr import_module open run_code run_path run_module '
    + 'runstring runcode runsource runctx load loads load_module load_library read_pickle attrgetter methodcaller partial urlopen urlretrieve',
));
