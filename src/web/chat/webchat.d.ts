/** The part of the official Web Chat bundle that the page uses; the bundle itself brings no types. */
export type WebChatActivity = {
  id?: string;
  type: string;
  text?: string;
  summary?: string;
  from?: { role?: string };
  /** `speaker` is the technician who says it; `clientActivityID` is how the page knows its own message again. */
  channelData?: { speaker?: string; clientActivityID?: string };
  attachments?: readonly {
    contentType?: string;
    content?: unknown;
    contentUrl?: string;
    thumbnailUrl?: string;
  }[];
};

export type StoreAction = {
  type: string;
  meta?: { clientActivityID?: string; method?: string };
  payload?: { activity?: WebChatActivity } & Record<string, unknown>;
};
export type Dispatch = (action: StoreAction) => unknown;
export type Store = { dispatch: Dispatch };

export type DirectLine = {
  connectionStatus$: { subscribe(onStatus: (status: number) => void): { unsubscribe(): void } };
  /** Sends when somebody subscribes. */
  postActivity(activity: WebChatActivity): {
    subscribe(observer: { complete: () => void; error: (error: unknown) => void }): unknown;
  };
  end(): void;
};

/** A button or link of a card that was used. */
export type CardAct = { cardAction: { type: string; value?: unknown } } & Record<string, unknown>;

/** What draws an activity; `false` draws none. */
export type ActivityRender = false | ((...children: unknown[]) => unknown);
export type RenderActivity = (card: { activity: WebChatActivity }) => ActivityRender;

export type WebChat = {
  createDirectLine(options: {
    token: string;
    conversationId: string;
    domain: string;
    watermark: string;
    webSocket: boolean;
  }): DirectLine;
  createStore(
    state: object,
    ...middleware: readonly ((store: Store) => (next: Dispatch) => Dispatch)[]
  ): Store;
  renderWebChat(options: Record<string, unknown>, element: HTMLElement): void;
};

declare global {
  interface Window {
    WebChat: WebChat;
  }
}
