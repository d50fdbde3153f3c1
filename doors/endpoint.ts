import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility, type IApi, type IApiEndpoint, type IApiEndpointInfo, type IApiRequest, type IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { enterEndpoint, enterPublicEndpoint } from '../context/engine/enter-endpoint';
import { takeHeader } from '../context/engine/take-header';
import type { EndpointQuery } from '../context/endpoint-ctx';
import { COMPLIANCE_PATH } from '../flows/deployment/compliance';
import { complianceDownload } from '../handlers/compliance-download';
import { receiveWebhook, WEBHOOK_PATH } from '../handlers/webhook';
import type { AppDoor } from './app-door';

/** What Hugging Face sends a webhook's secret in. Source: https://huggingface.co/docs/hub/webhooks */
const SECRET_HEADER = 'x-webhook-secret';

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

/** `POST …/webhook`, for Hugging Face, which knows a secret. The engine answers a method that is missing here with 500, so none is. */
class WebhookEndpoint implements IApiEndpoint {
    readonly path = WEBHOOK_PATH;
    readonly authRequired = false;

    constructor(private readonly app: AppDoor) {}

    // eslint-disable-next-line max-params
    async post(request: IApiRequest, _endpoint: IApiEndpointInfo, read: IRead, modify: IModify, _http: IHttp, persistence: IPersistence): Promise<IApiResponse> {
        const logger = this.app.getLogger();
        const secret = takeHeader(request, SECRET_HEADER, logger);
        const call = { read, modify, persistence, logger };
        const given = { contentType: request.headers['content-type'], secret, body: request.content as unknown };
        const { status, headers, content } = await enterPublicEndpoint(this.app.state, call, (ctx) => receiveWebhook(ctx, given));
        return { status, headers: { ...headers }, content };
    }

    get(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    put(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    patch(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    delete(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    head(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    options(request: IApiRequest): Promise<IApiResponse> {
        return this.refuse(request);
    }

    private refuse(request: IApiRequest): Promise<IApiResponse> {
        takeHeader(request, SECRET_HEADER, this.app.getLogger());
        return Promise.resolve({ status: 405, headers: { Allow: 'POST' }, content: { error: 'Only POST is understood here.' } });
    }
}

/** The app's own part of Rocket.Chat's REST API. Logging in is asked for by each endpoint: the API as a whole knows no such thing. */
export const endpoints = (app: AppDoor): IApi => ({ visibility: ApiVisibility.PUBLIC, security: ApiSecurity.UNSECURE, endpoints: [new ComplianceEndpoint(app), new WebhookEndpoint(app)] });
