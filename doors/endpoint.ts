import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility, type IApi, type IApiEndpoint, type IApiEndpointInfo, type IApiRequest, type IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { enterEndpoint } from '../context/engine/enter-endpoint';
import type { EndpointQuery } from '../context/endpoint-ctx';
import { COMPLIANCE_PATH } from '../flows/deployment/compliance';
import { complianceDownload } from '../handlers/compliance-download';
import type { AppDoor } from './app-door';

/**
 * `GET …/api/compliance?id=`, for users that Rocket.Chat has logged in. A class instance with the app as a property: the engine
 * finds it there and swaps it for one whose logger belongs to the request.
 */
class ComplianceEndpoint implements IApiEndpoint {
    readonly path = COMPLIANCE_PATH;
    readonly authRequired = true;

    constructor(private readonly app: AppDoor) {}

    // The engine's interface hands over its accessors one by one.
    // eslint-disable-next-line max-params
    async get(request: IApiRequest, _endpoint: IApiEndpointInfo, read: IRead, _modify: IModify, _http: IHttp, persistence: IPersistence): Promise<IApiResponse> {
        // The engine declares the query as any object; it comes from whoever wrote the address.
        const query = request.query as EndpointQuery;
        const call = { read, persistence, logger: this.app.getLogger(), user: request.user };
        const { status, headers, content } = await enterEndpoint(this.app.state, call, (ctx) => complianceDownload(ctx, query));
        return { status, headers: { ...headers }, content };
    }
}

/** The app's own part of Rocket.Chat's REST API. Logging in is asked for by each endpoint: the API as a whole knows no such thing. */
export const endpoints = (app: AppDoor): IApi => ({ visibility: ApiVisibility.PUBLIC, security: ApiSecurity.UNSECURE, endpoints: [new ComplianceEndpoint(app)] });
