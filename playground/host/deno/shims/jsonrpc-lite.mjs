// jsonrpc-lite is CommonJS; the runtime imports its names.
import { createRequire } from 'node:module';
import { setClockAhead } from './clock.mjs';

const jsonrpc = createRequire(import.meta.url)('jsonrpc-lite');

export const {
    ErrorObject, JsonRpc, JsonRpcError, JsonRpcParsed, NotificationObject, RequestObject, SuccessObject,
    error, notification, parse, request, success,
} = jsonrpc;
export const Defined = undefined;
export default jsonrpc;

/** Whatever the host sends comes by here. The runtime answers every `ping:…`; this one tells the time as well. */
export function parseObject(message) {
    if (message.method === 'ping:clock') {
        setClockAhead(message.params[0]);
    }
    return jsonrpc.parseObject(message);
}
