import type { EndpointAnswer, EndpointCtx, EndpointQuery } from '../context/endpoint-ctx';
import { complianceOf } from '../flows/deployment/compliance';

/** Ids of requests look like Rocket.Chat's own. */
const REQUEST_ID = /^[A-Za-z0-9]{17}$/;

/** `?id=…`: the compliance document of a request. Whether a request that the caller may not see exists is not told. */
export async function complianceDownload(ctx: EndpointCtx, { id }: EndpointQuery): Promise<EndpointAnswer> {
    if (typeof id !== 'string' || !REQUEST_ID.test(id)) {
        return { status: 400, content: { error: 'Say which request: ?id=<its full id>.' } };
    }
    const file = await complianceOf(ctx, id);
    if (!file || !(await ctx.mayRead(file.roomId))) {
        return { status: 404, content: { error: 'There is no such request, or you may not read the room it was made in.' } };
    }
    return {
        status: 200,
        headers: { 'Content-Type': 'text/markdown; charset=utf-8', 'Content-Disposition': `attachment; filename="${file.filename}"` },
        content: file.document,
    };
}
