/**
 * Web Chat's own settings. Colours are names from colours.css, so light, dark and high contrast are decided there alone.
 */
export const styleOptions = {
  accent: 'var(--accent)',
  backgroundColor: 'transparent',
  subtle: 'var(--quiet)',
  primaryFont: 'var(--font)',
  paddingRegular: 12,
  fontSizeSmall: '0.8125rem',

  bubbleBackground: 'var(--surface)',
  bubbleTextColor: 'var(--ink)',
  bubbleBorderColor: 'var(--edge)',
  bubbleBorderRadius: 14,
  bubbleMaxWidth: 560,
  bubbleMinHeight: 44,
  bubbleMinWidth: 60,
  bubbleFromUserBackground: 'var(--mine)',
  bubbleFromUserTextColor: 'var(--on-mine)',
  bubbleFromUserBorderColor: 'var(--mine-edge)',
  bubbleFromUserBorderRadius: 14,

  // No set: a story keeps the signs that were typed.
  emojiSet: {},
  notificationText: 'var(--quiet)',
  failedConnectivity: 'var(--stop-ink)',
  slowConnectivity: 'var(--quiet)',
  markdownRenderHTML: false,
  // What the server keeps; it looks at the bytes itself.
  uploadAccept: '.png,.jpg,.jpeg,.gif,.webp,.pdf,.mp3,.m4a,.wav,.ogg,.txt',
  uploadMultiple: true,
  // Small enough that it is quick on a phone.
  uploadThumbnailWidth: 480,
  uploadThumbnailHeight: 480,
  // The most that the server reads of one message.
  maxMessageLength: 10_000,
  // A date in words would come in American order.
  timestampFormat: 'relative',
  groupTimestamp: 5 * 60_000,
  // Stops at the top of what is new: the first line of a card is the one that matters.
  autoScrollSnapOnPage: true,
  autoScrollSnapOnPageOffset: -60,

  sendBoxBackground: 'var(--surface)',
  sendBoxTextColor: 'var(--ink)',
  sendBoxPlaceholderColor: 'var(--quiet)',
  sendBoxTextWrap: true,
  sendBoxHeight: 56,
  sendBoxMaxHeight: 160,
  sendBoxBorderTop: '1px solid var(--control-edge)',
  sendBoxBorderRight: '1px solid var(--control-edge)',
  sendBoxBorderBottom: '1px solid var(--control-edge)',
  sendBoxBorderLeft: '1px solid var(--control-edge)',
  sendBoxButtonColor: 'var(--accent)',
  sendBoxButtonColorOnDisabled: 'var(--quiet)',
  sendBoxButtonShadeColorOnHover: 'var(--shade)',
  sendBoxButtonShadeColorOnActive: 'var(--shade)',
  sendBoxButtonShadeColorOnDisabled: 'transparent',
  sendBoxButtonShadeBorderRadius: 10,
  sendBoxButtonShadeInset: 6,
  sendBoxButtonKeyboardFocusIndicatorBorderColor: 'var(--accent)',
  sendBoxButtonKeyboardFocusIndicatorBorderWidth: 2,
  sendBoxButtonKeyboardFocusIndicatorBorderRadius: 8,

  suggestedActionLayout: 'stacked',
  suggestedActionsStackedLayoutButtonTextWrap: true,
  suggestedActionsStackedHeight: 'none',
  suggestedActionHeight: 48,
  suggestedActionBorderRadius: 12,
  suggestedActionBorderWidth: 1,
  suggestedActionBackgroundColor: 'var(--surface)',
  suggestedActionBackgroundColorOnHover: 'var(--shade)',
  suggestedActionBackgroundColorOnActive: 'var(--shade)',
  suggestedActionBorderColor: 'var(--accent)',
  suggestedActionTextColor: 'var(--accent)',
  suggestedActionKeyboardFocusIndicatorBorderColor: 'var(--accent)',
  suggestedActionKeyboardFocusIndicatorBorderStyle: 'solid',
  suggestedActionKeyboardFocusIndicatorBorderWidth: 2,
  suggestedActionKeyboardFocusIndicatorBorderRadius: 8,
  suggestedActionsVisualKeyboardIndicatorColor: 'var(--accent)',

  transcriptActivityVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptOverlayButtonBackground: 'var(--accent)',
  transcriptOverlayButtonBackgroundOnFocus: 'var(--accent)',
  transcriptOverlayButtonBackgroundOnHover: 'var(--accent)',
  transcriptOverlayButtonColor: 'var(--on-accent)',

  cardEmphasisBackgroundColor: 'var(--shade)',
  cardPushButtonBackgroundColor: 'var(--accent)',
  cardPushButtonTextColor: 'var(--on-accent)',
} as const;

const paint = (surface: string, text: string) => {
  const all = { default: text, subtle: text };
  const foregroundColors = {
    default: all,
    accent: all,
    attention: all,
    good: all,
    warning: all,
    dark: all,
    light: all,
  };
  return { backgroundColor: surface, borderColor: surface, foregroundColors };
};

const inkPlain = {
  default: { default: 'var(--ink)', subtle: 'var(--quiet)' },
  accent: { default: 'var(--accent)', subtle: 'var(--accent)' },
  attention: { default: 'var(--stop-ink)', subtle: 'var(--stop-ink)' },
  good: { default: 'var(--accent)', subtle: 'var(--accent)' },
  warning: { default: 'var(--pause-ink)', subtle: 'var(--pause-ink)' },
};

/** How cards are drawn. Stop is red and solid; undecided is another colour altogether, not a milder red; nothing is green. */
export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: 'var(--font)',
  fontSizes: { small: 14, default: 16, medium: 19, large: 22, extraLarge: 28 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 20, default: 24, medium: 28, large: 29, extraLarge: 39 },
  spacing: { small: 4, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--edge)' },
  containerStyles: {
    default: { backgroundColor: 'transparent', foregroundColors: inkPlain },
    emphasis: { backgroundColor: 'var(--shade)', foregroundColors: inkPlain },
    accent: { backgroundColor: 'var(--shade)', foregroundColors: inkPlain },
    good: { backgroundColor: 'var(--shade)', foregroundColors: inkPlain },
    attention: paint('var(--stop-surface)', 'var(--on-stop)'),
    warning: paint('var(--pause-surface)', 'var(--on-pause)'),
  },
  actions: {
    actionAlignment: 'stretch',
    actionsOrientation: 'vertical',
    buttonSpacing: 10,
    maxActions: 100,
    showCard: { actionMode: 'inline', inlineTopMargin: 8 },
    spacing: 'default',
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 10,
  },
  textBlock: { headingLevel: 2 },
} as const;
