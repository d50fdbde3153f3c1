import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { fileHasher, HubError } from '../../services/hub';
import { bufferReader, inspectFile, judgeFile } from '../../services/safety';
import { manifestName, manifestText } from '../../services/workflows/transfer/pull-manifest';
import { fetchFile, type Fetch } from './fetch-file';
import { riskOf } from './plan-pull';
import { noteSending, spillOwner, type Pull, type PulledFile, type Settled } from './pull-record';

interface Delivery {
    readonly ctx: Ctx;
    readonly pull: Pull;
    readonly index: number;
    readonly goOn: Fetch['goOn'];
}

/**
 * Gets one file of a pull, verifies it and puts it into the room; the place behind the last file stands for the manifest. Posted once,
 * also by whoever takes over from a process that was killed. undefined when there was no time for all of it. Throws HubError.
 */
export async function deliverFile(delivery: Delivery): Promise<Settled | undefined> {
    const { pull, index } = delivery;
    const file = pull.files[index];
    if (file) {
        return (await wasPosted(delivery, { name: file.name ?? file.path, size: file.size })) ? { outcome: 'posted' } : fetchAndPost(delivery, file);
    }
    const manifest = { name: pull.manifest ?? manifestName(pull.repo), bytes: Buffer.from(manifestText(pull.repo, pull.files.map(inManifest))) };
    return (await wasPosted(delivery, { name: manifest.name, size: manifest.bytes.length })) ? { outcome: 'posted' } : post(delivery, manifest);
}

async function fetchAndPost(delivery: Delivery, file: PulledFile): Promise<Settled | undefined> {
    const owner = spillOwner(delivery.pull.id, delivery.index);
    const bytes = await fetched(delivery, file, owner);
    if (bytes === undefined || bytes === 'gone') {
        return bytes && { outcome: bytes };
    }
    const objection = isWhatItShouldBe(file, bytes) ? await objectionTo(file, bytes) : 'mismatch';
    const settled: Settled = objection === undefined ? await post(delivery, { name: file.name ?? file.path, bytes }) : { outcome: objection };
    await delivery.ctx.stores.spill.remove(owner);
    return settled;
}

const inManifest = ({ path, size, sha256, gitBlob }: PulledFile): PulledFile => ({ path, size, sha256, gitBlob });

async function fetched({ ctx, pull, goOn }: Delivery, file: PulledFile, owner: string): Promise<Uint8Array | 'gone' | undefined> {
    try {
        return await fetchFile({ hub: ctx.hub, repo: pull.repo, file, spill: ctx.stores.spill, owner, goOn });
    } catch (error) {
        if (error instanceof HubError && error.kind === 'entry-not-found') {
            return 'gone';
        }
        throw error;
    }
}

/** By the hash that Hugging Face states: what has none is not what it should be. */
function isWhatItShouldBe({ size, sha256, gitBlob }: PulledFile, bytes: Uint8Array): boolean {
    const hasher = fileHasher(size);
    hasher.update(bytes);
    const digest = hasher.digest();
    return sha256 === undefined ? digest.gitBlob === gitBlob : digest.sha256 === sha256;
}

/** All of it is here now, so that a look sees what ranges did not show. What is worse than was agreed to is not posted. */
async function objectionTo({ path, size, risk }: PulledFile, bytes: Uint8Array): Promise<'refused' | undefined> {
    const found = riskOf(judgeFile({ path, own: await inspectFile(bufferReader(bytes), { path, size }) }));
    return found === undefined || found === risk || risk === 'dangerous' ? undefined : 'refused';
}

async function wasPosted({ ctx, pull, index }: Delivery, { name, size }: { readonly name: string; readonly size: number }): Promise<boolean> {
    return pull.sending.has(index) && (await ctx.files.posted({ name, size, since: pull.at })) !== undefined;
}

async function post({ ctx, pull, index }: Delivery, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Promise<Settled> {
    await noteSending(ctx, pull.id, index);
    try {
        await ctx.files.post({ name, bytes });
        return { outcome: 'posted' };
    } catch (error) {
        if (error instanceof UserError) {
            return { outcome: 'not-taken', note: ctx.lang.t(error.sentence.key, error.sentence.values) };
        }
        throw error;
    }
}
