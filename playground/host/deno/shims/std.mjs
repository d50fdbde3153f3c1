// The few functions of @std/cli, @std/io and @std/streams that the engine's runtime uses. JSR is not on npm.

/** `--name value` pairs; the runtime is started with no other form. */
export function parseArgs(args) {
    const parsed = { _: [] };
    for (let at = 0; at < args.length; at += 1) {
        if (args[at].startsWith('--')) {
            parsed[args[at].slice(2)] = args[at + 1];
            at += 1;
        } else {
            parsed._.push(args[at]);
        }
    }
    return parsed;
}

/** A write may take only a part of the bytes. */
export async function writeAll(writer, bytes) {
    let written = 0;
    while (written < bytes.length) {
        written += await writer.write(bytes.subarray(written));
    }
}

export function toArrayBuffer(stream) {
    return new Response(stream).arrayBuffer();
}

/** A type of @rocket.chat/ui-kit that the runtime imports without saying that it is one. */
export const LayoutBlock = undefined;
