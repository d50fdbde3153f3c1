// jsonrpc-lite is CommonJS; the runtime imports its names.
import { createRequire } from 'node:module';

const jsonrpc = createRequire(import.meta.url)('jsonrpc-lite');

export const {
    ErrorObject, JsonRpc, JsonRpcError, JsonRpcParsed, NotificationObject, RequestObject, SuccessObject,
    error, notification, parse, parseObject, request, success,
} = jsonrpc;
export const Defined = undefined;
export default jsonrpc;
