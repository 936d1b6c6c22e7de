import { CloudAdapter } from 'botbuilder';
import type { TurnContext } from 'botbuilder';
import { BotFrameworkAuthentication, ClaimsIdentity, ConnectorFactory } from 'botframework-connector';
import type { AuthenticateRequestResult, ConnectorClient, UserTokenClient } from 'botframework-connector';
import type { Activity, InvokeResponse } from 'botframework-schema';
import * as z from 'zod';
import type { InProcessConnector, WireActivity } from '../port.ts';
import type { PacePolicy } from './pace.ts';
import { localServiceUrl } from './read-turn.ts';

type Logic = (context: TurnContext) => Promise<void>;

/**
 * One adapter for all channels. The SDK's own `process` answers 500 with the error's text when a token is bad, so HTTP
 * stays with us and only checking and running come from the SDK.
 */
export class RoutedAdapter extends CloudAdapter {
  /** Checks the token as the SDK does; rejects when it is not good or cannot be checked. */
  async authenticate(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    return await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** Runs the bot for somebody whose token was checked. */
  async run(
    sender: AuthenticateRequestResult,
    activity: Activity,
    logic: Logic,
  ): Promise<InvokeResponse | undefined> {
    return await this.processActivity(sender, activity, logic);
  }

  /** Who the bot is when it speaks unasked. */
  identityOf(appId: string): ClaimsIdentity {
    return this.createClaimsIdentity(appId);
  }

  /** A way to a channel that nobody wrote from just now. */
  async connectTo(appId: string, serviceUrl: string): Promise<ConnectorClient> {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(this.identityOf(appId));
    return await factory.create(serviceUrl);
  }

  /** Runs the bot on an activity of our own Direct Line, which checked its own token. */
  async runLocal(activity: Activity, logic: Logic): Promise<void> {
    const sender = { audience: '', claimsIdentity: new ClaimsIdentity([], true) };
    const connectorFactory = this.botFrameworkAuthentication.createConnectorFactory(sender.claimsIdentity);
    await this.processActivity({ ...sender, connectorFactory }, activity, logic);
  }
}

/** Sends what belongs to our own Direct Line to `local`, and everything else the way the SDK would, at the pace that all share. */
export class RoutedAuthentication extends BotFrameworkAuthentication {
  readonly #cloud: BotFrameworkAuthentication;
  readonly #local: InProcessConnector;
  readonly #pace: PacePolicy;

  constructor(cloud: BotFrameworkAuthentication, local: InProcessConnector, pace: PacePolicy) {
    super();
    this.#cloud = cloud;
    this.#local = local;
    this.#pace = pace;
  }

  override async authenticateRequest(
    activity: Activity,
    authorization: string,
  ): Promise<AuthenticateRequestResult> {
    const sender = await this.#cloud.authenticateRequest(activity, authorization);
    return { ...sender, connectorFactory: this.createConnectorFactory(sender.claimsIdentity) };
  }

  override async authenticateStreamingRequest(
    authorization: string,
    channelId: string,
  ): Promise<AuthenticateRequestResult> {
    return await this.#cloud.authenticateStreamingRequest(authorization, channelId);
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    const cloud = this.#cloud.createConnectorFactory(identity);
    return new RoutedConnectorFactory(cloud, this.#local, this.#pace);
  }

  override async createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return await this.#cloud.createUserTokenClient(identity);
  }
}

class RoutedConnectorFactory extends ConnectorFactory {
  readonly #cloud: ConnectorFactory;
  readonly #local: InProcessConnector;
  readonly #pace: PacePolicy;

  constructor(cloud: ConnectorFactory, local: InProcessConnector, pace: PacePolicy) {
    super();
    this.#cloud = cloud;
    this.#local = local;
    this.#pace = pace;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    if (serviceUrl === localServiceUrl) return toConnectorClient(this.#local);
    return withPace(await this.#cloud.create(serviceUrl, audience), this.#pace);
  }
}

/**
 * The SDK posts again after a 5xx, and the person may then see a message twice. Its option `noRetryPolicy` does nothing, so
 * the policy is taken out of the client's pipeline. Ours comes before the request is signed: a token that does not come costs
 * patience too.
 */
function withPace(connector: ConnectorClient, pace: PacePolicy): ConnectorClient {
  const { pipeline } = Pipelined.parse(Reflect.get(connector, 'client'));
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.addPolicy(pace, { beforePolicies: ['ServiceClientContext_Credentials_SignRequest'] });
  return connector;
}
type Pipeline = {
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: PacePolicy, place: { beforePolicies: string[] }): unknown;
};
const Pipelined = z.object({
  pipeline: z.custom<Pipeline>(
    (value) => typeof value === 'object' && value !== null && 'removePolicy' in value && 'addPolicy' in value,
  ),
});

/** The four calls that the adapter makes of a ConnectorClient; the other forty have no caller here. */
function toConnectorClient(local: InProcessConnector): ConnectorClient {
  const conversations = {
    sendToConversation: async (conversation: string, activity: WireActivity) =>
      await local.send(conversation, activity),
    replyToActivity: async (conversation: string, _replyTo: string, activity: WireActivity) =>
      await local.send(conversation, activity),
    updateActivity: async (conversation: string, id: string, activity: WireActivity) =>
      await local.update(conversation, { ...activity, id }),
    deleteActivity: async (conversation: string, id: string) => await local.remove(conversation, id),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type is a class of forty methods
  return { conversations } as unknown as ConnectorClient;
}
